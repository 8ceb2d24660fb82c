// Opens a book in Readium's navigator: node readium.mjs BOOK FOLDER [WIDTHxHEIGHT] [dark]
import { readFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join, dirname } from 'node:path'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import JSZip from 'jszip'
import { launch, openPage, serve } from './harness.mjs'

const [book, folder, size = '420x720', scheme = ''] = process.argv.slice(2)
const [width, height] = size.split('x').map(Number)
const dark = scheme === 'dark'
const here = dirname(fileURLToPath(import.meta.url))
mkdirSync(folder, { recursive: true })

// Readium reads an unpacked book and a manifest of its own.
const unpacked = mkdtempSync(join(tmpdir(), 'readium-'))
const zip = await JSZip.loadAsync(readFileSync(book))
for (const entry of Object.values(zip.files)) {
    if (entry.dir) continue
    mkdirSync(dirname(join(unpacked, entry.name)), { recursive: true })
    writeFileSync(join(unpacked, entry.name), await entry.async('nodebuffer'))
}
const opf = readFileSync(join(unpacked, 'EPUB/content.opf'), 'utf-8')
const attributes = tag => Object.fromEntries([...tag.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]))
const items = Object.fromEntries([...opf.matchAll(/<item [^>]*>/g)].map(([tag]) => attributes(tag)).map(item => [item.id, item]))
const fixed = opf.includes('pre-paginated')
const link = ({ href, 'media-type': type }, properties = '') => ({
    href: `EPUB/${href}`, type,
    ...(fixed ? { properties: { page: properties.includes('left') ? 'left' : 'right' }, width: 1191, height: 1616 } : {}),
})
const manifest = {
    '@context': 'https://readium.org/webpub-manifest/context.jsonld',
    metadata: {
        '@type': 'http://schema.org/PublicationIssue', conformsTo: 'https://readium.org/webpub-manifest/profiles/epub',
        title: opf.match(/<dc:title[^>]*>([^<]*)/)[1], language: opf.match(/<dc:language>([^<]*)/)[1], readingProgression: 'ltr',
        ...(fixed ? { presentation: { layout: 'fixed', spread: 'auto' }, layout: 'fixed' } : { presentation: { layout: 'reflowable' } }),
    },
    links: [],
    readingOrder: [...opf.matchAll(/<itemref [^>]*>/g)].map(([tag]) => attributes(tag)).map(({ idref, properties }) => link(items[idref], properties)),
    resources: Object.values(items).map(item => link(item)),
}
const bundle = await build({ entryPoints: [join(here, 'readium-entry.js')], bundle: true, write: false, format: 'iife', logLevel: 'silent' })
const html = `<!DOCTYPE html><meta charset="utf-8"><link rel="icon" href="data:,">
<style>html,body{margin:0;height:100%;overflow:hidden${dark ? ';background:#111' : ''}}#area{width:100vw;height:100vh;position:relative}
.readium-navigator-iframe{border:0;width:100%;height:100%;position:absolute;inset:0}</style>
<div id="area"></div><script src="/bundle.js"></script>`
const [server, address] = await serve({
    'index.html': Buffer.from(html), 'bundle.js': Buffer.from(bundle.outputFiles[0].contents),
    'manifest.json': Buffer.from(JSON.stringify(manifest)), EPUB: join(unpacked, 'EPUB'), book: unpacked,
})
const browser = await launch()
const [page, complaints] = await openPage(browser, { width, height, dark })
await page.goto(`${address}/index.html`)
await page.evaluate((address, dark) => window.start(address, dark), address, dark)
const facts = { title: manifest.metadata.title, sections: manifest.readingOrder.map(({ href }) => href), rendered: [] }
const wanted = (process.env.SHOTS ?? '').split(',').filter(Boolean)
// Pages that are fixed take long, and all have one form: some of them will do.
const chosen = facts.sections.filter((name, number) => !fixed || number % 13 === 0 || wanted.some(word => name.includes(word)))
for (const name of chosen) {
    const result = await page.evaluate(async (name, fixed) => {
        const done = await window.go(name)
        for (let tries = 0; tries < 100; tries++) {
            const frames = [...document.querySelectorAll('iframe')].filter(frame => frame.contentDocument?.body?.children.length)
            const frame = frames.find(frame => (fixed || getComputedStyle(frame).visibility !== 'hidden' && getComputedStyle(frame).opacity !== '0') && frame.contentDocument.title)
            if (frame && (fixed || (window.at ?? name) === name)) {
                const doc = frame.contentDocument
                await doc.fonts.ready
                const fonts = [...doc.fonts].map(({ family, status }) => `${family} ${status}`)
                return { done, title: doc.title, text: doc.body.textContent.trim().length, failed: fonts.filter(font => font.endsWith('error')),
                         loaded: fonts.filter(font => font.endsWith('loaded')).length,
                         broken: [...doc.images].filter(image => !(image.complete && image.naturalWidth > 0)).length }
            }
            await new Promise(resolve => setTimeout(resolve, 50))
        }
        return null
    }, name, fixed)
    facts.rendered.push({ name, ...result })
    if (wanted.some(word => name.includes(word))) {
        await new Promise(resolve => setTimeout(resolve, 400))
        await page.screenshot({ path: join(folder, `readium-${name.replace(/\W+/g, '-')}-${size}${dark ? '-dark' : ''}.png`) })
    }
}
await browser.close()
server.close()
facts.complaints = complaints
writeFileSync(join(folder, 'readium.json'), JSON.stringify(facts, null, 1))
console.log(JSON.stringify(facts))
