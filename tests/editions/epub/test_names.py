"""Names are filed in pinyin."""

from __future__ import annotations

import pytest

from pressroom.editions.epub.names import file_name


@pytest.mark.parametrize(
    ("name", "filed"),
    [
        ("周砚", "Zhou, Yan"),
        ("欧阳修", "Ouyang, Xiu"),
        ("单雄信", "Shan, Xiongxin"),
        ("吕布", "Lü, Bu"),
        ("诸葛亮", "Zhuge, Liang"),
        ("江声编辑部", "Jiang sheng bian ji bu"),
        ("江声 No. 12", "Jiang sheng No. 12"),
        ("Smith", ""),
        ("", ""),
    ],
)
def test_names_are_filed_in_pinyin(name, filed):
    assert file_name(name) == filed
