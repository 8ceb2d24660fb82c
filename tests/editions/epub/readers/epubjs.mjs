// Opens a book in epub.js: node epubjs.mjs BOOK FOLDER [WIDTHxHEIGHT] [dark]
import { readFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launch, openPage, serve } from './harness.mjs'

const [book, folder, size = '420x720', scheme = ''] = process.argv.slice(2)
const [width, height] = size.split('x').map(Number)
const dark = scheme === 'dark'
const modules = join(dirname(fileURLToPath(import.meta.url)), 'node_modules')
const html = `<!DOCTYPE html><meta charset="utf-8"><link rel="icon" href="data:,">
<style>html,body{margin:0;height:100%;overflow:hidden${dark ? ';background:#111' : ''}}#area{width:100vw;height:100vh}</style><div id="area"></div>
<script src="/modules/jszip/dist/jszip.min.js"></script><script src="/modules/epubjs/dist/epub.js"></script>`
mkdirSync(folder, { recursive: true })
const [server, address] = await serve({ 'index.html': Buffer.from(html), 'book.epub': readFileSync(book), modules })
const browser = await launch()
const [page, complaints] = await openPage(browser, { width, height, dark })
await page.goto(`${address}/index.html`)
const facts = await page.evaluate(async dark => {
    window.book = ePub(await (await fetch('/book.epub')).arrayBuffer())
    await book.ready
    window.rendition = book.renderTo('area', { width: '100%', height: '100%', flow: 'paginated', spread: 'none' })
    if (dark) rendition.themes.default({ 'html, body': { background: '#111 !important', color: '#ddd !important' } })
    const flat = items => items.flatMap(item => [item, ...flat(item.subitems ?? [])])
    const metadata = book.packaging.metadata
    return {
        title: metadata.title, language: metadata.language, layout: metadata.layout, cover: Boolean(await book.coverUrl()),
        toc: flat(book.navigation.toc).length, landmarks: book.navigation.landmarks.map(({ type }) => type),
        pages: (book.pageList?.pageList ?? []).length, sections: book.spine.spineItems.map(({ href }) => href),
    }
}, dark)
facts.rendered = []
const wanted = (process.env.SHOTS ?? '').split(',').filter(Boolean)
for (const name of facts.sections) {
    const result = await page.evaluate(async name => {
        await rendition.display(name)
        const doc = rendition.getContents()[0]?.document
        if (!doc) return null
        await doc.fonts.ready
        const fonts = [...doc.fonts].map(({ family, status }) => `${family} ${status}`)
        const images = [...doc.images].map(image => image.complete && image.naturalWidth > 0)
        return { title: doc.title, text: doc.body.textContent.trim().length, failed: fonts.filter(font => font.endsWith('error')),
                 loaded: fonts.filter(font => font.endsWith('loaded')).length, broken: images.filter(fine => !fine).length }
    }, name)
    facts.rendered.push({ name, ...result })
    if (wanted.some(word => name.includes(word))) {
        await new Promise(resolve => setTimeout(resolve, 300))
        await page.screenshot({ path: join(folder, `epubjs-${name.replace(/\W+/g, '-')}-${size}${dark ? '-dark' : ''}.png`) })
    }
}
await browser.close()
server.close()
facts.complaints = complaints
writeFileSync(join(folder, 'epubjs.json'), JSON.stringify(facts, null, 1))
console.log(JSON.stringify(facts))
