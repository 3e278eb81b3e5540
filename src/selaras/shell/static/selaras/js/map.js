// Villages as outlines, coloured by level, without base tiles. MapLibre draws them from our own vector tiles (or PMTiles)
// or from rings given on the page. Weak figures are hatched. Where there is no WebGL the table twin is shown instead.
const woken = new Map();

export async function wake(root) {
  for (const place of root.querySelectorAll("[data-map]")) {
    if (woken.has(place)) continue;
    woken.set(place, null);
    try {
      woken.set(place, await draw(place));
    } catch (trouble) {
      console.warn("peta", trouble.message);
      place.closest(".map").querySelector('[role="tab"][aria-controls$="-tabel"]').click();
      said(place).textContent = place.dataset.failed;
    }
  }
}

const said = (place) => document.querySelector(`[data-said="${place.dataset.map}"]`);
const read = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null");

async function draw(place) {
  const facts = read(place.dataset.map);
  const library = await import(place.dataset.library);
  sheet(place.dataset.sheet);
  const maplibre = library.default?.Map ? library.default : library;
  maplibre.setWorkerUrl(new URL(place.dataset.worker, location.href).href);
  if (place.dataset.tiles.endsWith(".pmtiles")) await archive(maplibre, place);
  const map = new maplibre.Map({
    container: place, style: style(place, facts), bounds: bounds(place, facts), fitBoundsOptions: { padding: 16 },
    attributionControl: false, dragRotate: false, pitchWithRotate: false, maxZoom: 15, cooperativeGestures: false,
    locale: { "NavigationControl.ZoomIn": place.dataset.zoomIn, "NavigationControl.ZoomOut": place.dataset.zoomOut, "Map.Title": place.dataset.label },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.on("load", () => colour(map, place, facts));
  listen(map, place, facts);
  document.addEventListener("selaras:theme", () => colour(map, place, facts));
  map.once("idle", () => place.setAttribute("data-ready", ""));
  return map;
}

function sheet(address) {
  if (document.querySelector(`link[href="${address}"]`)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  document.head.append(link);
}

async function archive(maplibre, place) {
  if (!globalThis.pmtiles) {
    await new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = place.dataset.pmtiles;
      script.onload = done;
      script.onerror = () => failed(new Error("pmtiles"));
      document.head.append(script);
    });
  }
  maplibre.addProtocol("pmtiles", new globalThis.pmtiles.Protocol().tile);
}

function style(place, facts) {
  return { version: 8, sources: { desa: source(place, facts) }, layers: [] };
}

// An address of GeoJSON holds all villages at once; tiles have layers in them.
const whole = (place) => new URL(place.dataset.tiles || "/", location.href).pathname.endsWith(".geojson");
const layered = (place) => place.dataset.tiles && !whole(place);

function source(place, facts) {
  const { tiles, key } = place.dataset;
  if (tiles.endsWith(".pmtiles")) return { type: "vector", url: `pmtiles://${new URL(tiles, location.href).href}`, promoteId: key };
  if (whole(place)) return { type: "geojson", data: new URL(tiles, location.href).href, promoteId: key };
  if (tiles) return { type: "vector", tiles: [new URL(tiles, location.href).href.replaceAll("%7B", "{").replaceAll("%7D", "}")], promoteId: key, maxzoom: 12 };
  const features = Object.entries(facts).filter(([, fact]) => fact.r).map(([code, fact]) => ({
    type: "Feature", properties: { [key]: code }, geometry: { type: "Polygon", coordinates: [fact.r] },
  }));
  return { type: "geojson", data: { type: "FeatureCollection", features }, promoteId: key };
}

function bounds(place, facts) {
  const given = read(`${place.dataset.map}-batas`);
  if (given) return [[given[0], given[1]], [given[2], given[3]]];
  const points = Object.values(facts).flatMap((fact) => fact.r ?? []);
  if (!points.length) return undefined;
  const xs = points.map((point) => point[0]);
  const ys = points.map((point) => point[1]);
  return [[Math.min(...xs), Math.min(...ys)], [Math.max(...xs), Math.max(...ys)]];
}

// Colours are those of the legend, as the theme has them now.
function ink(name) {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const plain = getComputedStyle(probe).color;
  probe.remove();
  return plain;
}

function hatch(map) {
  const canvas = new OffscreenCanvas(8, 8);
  const pen = canvas.getContext("2d");
  pen.strokeStyle = ink("--hatch");
  pen.lineWidth = 1.5;
  for (const shift of [-8, 0, 8]) {
    pen.beginPath();
    pen.moveTo(shift, 8);
    pen.lineTo(shift + 8, 0);
    pen.stroke();
  }
  if (map.hasImage("hatch")) map.removeImage("hatch");
  map.addImage("hatch", pen.getImageData(0, 0, 8, 8));
}

function colour(map, place, facts) {
  if (!map.isStyleLoaded() && !map.getLayer("isi")) return map.once("load", () => colour(map, place, facts));
  const { scheme, key } = place.dataset;
  const layer = layered(place) ? { "source-layer": place.dataset.layer } : {};
  const byLevel = new Map();
  for (const [code, fact] of Object.entries(facts)) if (fact.k) byLevel.set(fact.k, [...(byLevel.get(fact.k) ?? []), code]);
  const fill = ["match", ["get", key]];
  for (const [level, codes] of byLevel) fill.push(codes, ink(`--${scheme}${level}`));
  const paint = byLevel.size ? [...fill, ink("--k0")] : ink("--k0");
  const weak = Object.entries(facts).filter(([, fact]) => fact.w).map(([code]) => code);
  for (const name of ["isi", "lemah", "garis", "tunjuk"]) if (map.getLayer(name)) map.removeLayer(name);
  hatch(map);
  map.addLayer({ id: "isi", type: "fill", source: "desa", ...layer, paint: { "fill-color": paint, "fill-antialias": true } });
  if (weak.length) map.addLayer({ id: "lemah", type: "fill", source: "desa", ...layer, filter: ["in", ["get", key], ["literal", weak]], paint: { "fill-pattern": "hatch" } });
  map.addLayer({ id: "garis", type: "line", source: "desa", ...layer, paint: { "line-color": ink("--board"), "line-width": 0.8 } });
  map.addLayer({ id: "tunjuk", type: "line", source: "desa", ...layer, paint: { "line-color": ink("--ink"), "line-width": ["case", ["boolean", ["feature-state", "here"], false], 2.5, 0] } });
}

function listen(map, place, facts) {
  let here = null;
  const target = (code) => ({ source: "desa", ...(layered(place) ? { sourceLayer: place.dataset.layer } : {}), id: code });
  const point = (event) => {
    if (!map.getLayer("isi")) return null;
    return map.queryRenderedFeatures(event.point, { layers: ["isi"] })[0]?.properties[place.dataset.key] ?? null;
  };
  const show = (code) => {
    if (code === here) return;
    if (here !== null) map.setFeatureState(target(here), { here: false });
    here = code;
    map.getCanvas().style.cursor = code && place.dataset.href ? "pointer" : "";
    if (code === null) return;
    map.setFeatureState(target(code), { here: true });
    const fact = facts[code];
    const value = fact?.v ? `${fact.v} ${place.dataset.unit}` : place.dataset.none;
    const line = said(place);
    line.textContent = `${fact?.n ?? code}: ${value}${fact?.w ? ` (${place.dataset.weak})` : ""}`;
    line.classList.add("here");
  };
  map.on("mousemove", (event) => show(point(event)));
  map.on("click", (event) => {
    const code = point(event);
    const again = code !== null && code === here;
    show(code);
    // With a mouse one click opens; with a finger the first tap tells, the second opens.
    if (code && place.dataset.href && (again || matchMedia("(hover: hover)").matches)) location.assign(place.dataset.href.replace("{code}", encodeURIComponent(code)));
  });
}
