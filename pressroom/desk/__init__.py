"""The desk: an issue in; its pages in the browser, as they are while it is written, out.

One warm press holds the issue. What is saved is read and set anew, what is in view first, and nothing is bound: a page
is drawn from the run of its slot, which is the run that a build would bind.
"""
