// Opens a book in foliate-js (Foliate, Readest): node foliate.mjs BOOK FOLDER [WIDTHxHEIGHT] [dark]
import { readFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launch, openPage, serve } from './harness.mjs'

const [book, folder, size = '420x720', scheme = ''] = process.argv.slice(2)
const [width, height] = size.split('x').map(Number)
const dark = scheme === 'dark'
const modules = join(dirname(fileURLToPath(import.meta.url)), 'node_modules')
const html = `<!DOCTYPE html><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,"><style>html,body{margin:0;height:100%;overflow:hidden}foliate-view{display:block;height:100vh;width:100vw}</style>
<script type="importmap">{"imports":{"construct-style-sheets-polyfill":"data:text/javascript,"}}</script>
<script type="module">
import '/modules/foliate-js/view.js'
const view = document.createElement('foliate-view')
document.body.append(view)
const file = new File([await (await fetch('/book.epub')).blob()], 'book.epub')
window.docs = new Map()
view.addEventListener('load', ({ detail }) => window.docs.set(detail.index, detail.doc))
await view.open(file)
view.renderer.setStyles?.('html{color-scheme:light dark}a:any-link{color:inherit}')
window.view = view
window.ready = true
</script>`
mkdirSync(folder, { recursive: true })
const [server, address] = await serve({ 'index.html': Buffer.from(html), 'book.epub': readFileSync(book), modules })
const browser = await launch()
const [page, complaints] = await openPage(browser, { width, height, dark })
await page.goto(`${address}/index.html`)
await page.waitForFunction('window.ready', { timeout: 60000 })
const facts = await page.evaluate(() => {
    const { book, renderer } = window.view
    const flat = items => (items ?? []).flatMap(item => [item, ...flat(item.subitems)])
    return {
        renderer: renderer.tagName, title: book.metadata.title, series: book.metadata.belongsTo, language: book.metadata.language,
        toc: flat(book.toc).length, pages: (book.pageList ?? []).map(item => item.label), landmarks: (book.landmarks ?? []).map(item => item.type).flat(),
        sections: book.sections.map(section => section.id), sides: book.sections.map(section => section.pageSpread ?? ''),
    }
})
facts.rendered = []
const wanted = (process.env.SHOTS ?? '').split(',').filter(Boolean)
for (const [index, name] of facts.sections.entries()) {
    const result = await page.evaluate(async index => {
        await window.view.goTo(index)
        for (let tries = 0; tries < 100 && !window.docs.has(index); tries++) await new Promise(resolve => setTimeout(resolve, 50))
        const doc = window.docs.get(index)
        if (!doc) return null
        await doc.fonts.ready
        await new Promise(resolve => setTimeout(resolve, 250)) // its paginator still measures: not to be left in the middle
        const fonts = [...doc.fonts].map(({ family, status }) => `${family} ${status}`)
        const images = [...doc.images].map(image => image.complete && image.naturalWidth > 0)
        return { title: doc.title, text: doc.body.textContent.trim().length, failed: fonts.filter(font => font.endsWith('error')),
                 loaded: fonts.filter(font => font.endsWith('loaded')).length, broken: images.filter(fine => !fine).length }
    }, index)
    facts.rendered.push({ name, ...result })
    if (wanted.some(word => name.includes(word))) {
        await new Promise(resolve => setTimeout(resolve, 300))
        await page.screenshot({ path: join(folder, `foliate-${name.replace(/\W+/g, '-')}-${size}${dark ? '-dark' : ''}.png`) })
    }
}
// Notes that pop up: what the reader would put into its window for each call.
facts.notes = await page.evaluate(async () => {
    const { FootnoteHandler } = await import('/modules/foliate-js/footnotes.js')
    const found = []
    for (const [index, section] of window.view.book.sections.entries()) {
        const doc = await section.createDocument?.()
        for (const call of doc?.querySelectorAll('[*|type~=noteref], [role=doc-noteref]') ?? []) {
            const handler = new FootnoteHandler()
            const said = await new Promise(resolve => {
                setTimeout(() => resolve(null), 8000)
                handler.addEventListener('before-render', ({ detail: { view } }) => {
                    Object.assign(view.style, { position: 'fixed', left: 0, top: 0, width: '300px', height: '200px' })
                    document.body.append(view)
                })
                handler.addEventListener('render', ({ detail }) => {
                    const text = detail.view.renderer.getContents()[0]?.doc?.body?.textContent.trim()
                    resolve({ type: detail.type, hidden: detail.hidden, text })
                })
                const href = section.resolveHref?.(call.getAttribute('href')) ?? call.getAttribute('href')
                const event = new CustomEvent('link', { detail: { a: call, href }, cancelable: true })
                Promise.resolve(handler.handle(window.view.book, event)).catch(error => resolve({ error: String(error) }))
            })
            found.push({ call: call.textContent, ...said })
        }
    }
    return found
})
await browser.close()
server.close()
facts.complaints = complaints
writeFileSync(join(folder, 'foliate.json'), JSON.stringify(facts, null, 1))
console.log(JSON.stringify(facts))
