// The page that Readium's navigator runs in: bundled once by readium.mjs.
import { EpubNavigator } from '@readium/navigator'
import { HttpFetcher, Link, Locator, LocatorLocations, Manifest, Publication } from '@readium/shared'

window.start = async (address, dark) => {
    const json = await (await fetch(`${address}/manifest.json`)).json()
    const manifest = Manifest.deserialize(json)
    manifest.setSelfLink(`${address}/manifest.json`)
    const publication = new Publication({ manifest, fetcher: new HttpFetcher(undefined, `${address}/book/`) })
    const positions = json.readingOrder.map(({ href, type }, number) => new Locator({
        href, type, locations: new LocatorLocations({ position: number + 1, progression: 0, totalProgression: number / json.readingOrder.length }),
    }))
    window.events = []
    const nothing = () => false
    const listeners = {
        frameLoaded: () => window.events.push('frame'), positionChanged: locator => { window.at = locator.href },
        tap: nothing, click: nothing, zoom: nothing, miscPointer: nothing, scroll: nothing, customEvent: nothing,
        handleLocator: nothing, textSelected: nothing, peripheral: nothing, contentProtection: nothing,
    }
    const preferences = dark ? { backgroundColor: '#111111', textColor: '#dddddd' } : {}
    window.navigator_ = new EpubNavigator(document.getElementById('area'), publication, listeners, positions, positions[0], { preferences, defaults: {} })
    await window.navigator_.load()
    window.go = href => new Promise(resolve => window.navigator_.goLink(new Link({ href, type: 'application/xhtml+xml' }), false, resolve))
}
