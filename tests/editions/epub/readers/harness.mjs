// Opens a page of ours in Chromium, beside a server that knows the book, the reading systems and nothing else.
import { createServer } from 'node:http'
import { readFileSync, existsSync, statSync } from 'node:fs'
import { extname, join, normalize } from 'node:path'
import puppeteer from 'puppeteer-core'

const TYPES = {
    '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.json': 'application/json',
    '.epub': 'application/epub+zip', '.xhtml': 'application/xhtml+xml', '.css': 'text/css', '.svg': 'image/svg+xml',
    '.png': 'image/png', '.jpg': 'image/jpeg', '.webp': 'image/webp', '.ttf': 'font/ttf', '.otf': 'font/otf',
    '.opf': 'application/oebps-package+xml', '.ncx': 'application/x-dtbncx+xml', '.txt': 'text/plain',
}

/** Serve folders (and files that are held in memory) by the name that their addresses begin with. */
export const serve = folders => new Promise(resolve => {
    const server = createServer((request, response) => {
        const path = decodeURIComponent(new URL(request.url, 'http://x').pathname)
        const [, first, ...rest] = path.split('/')
        const place = folders[first]
        const type = TYPES[extname(path)] ?? 'application/octet-stream'
        if (Buffer.isBuffer(place) || typeof place === 'string' && !rest.length && !existsSync(place)) {
            response.writeHead(200, { 'content-type': TYPES[extname(first)] ?? type }).end(place)
            return
        }
        const file = place && normalize(join(place, ...rest))
        if (!file || !existsSync(file) || statSync(file).isDirectory()) {
            response.writeHead(404).end()
            return
        }
        response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' }).end(readFileSync(file))
    })
    server.listen(0, '127.0.0.1', () => resolve([server, `http://127.0.0.1:${server.address().port}`]))
})

/** Open a page; every complaint of the browser is gathered. */
export const openPage = async (browser, { width, height, dark = false }) => {
    const page = await browser.newPage()
    const complaints = []
    await page.setViewport({ width, height })
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }])
    page.on('pageerror', error => complaints.push(`error: ${error.message}`))
    page.on('console', message => {
        if (message.type() === 'error') complaints.push(`console: ${message.text()} ${message.location()?.url ?? ''}`)
    })
    page.on('response', response => {
        if (response.status() >= 400 && !response.url().endsWith('favicon.ico')) complaints.push(`${response.status()} ${response.url()}`)
    })
    return [page, complaints]
}

export const launch = () => puppeteer.launch({
    executablePath: process.env.PUPPETEER_EXECUTABLE_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb'],
    protocolTimeout: 300000,
})
