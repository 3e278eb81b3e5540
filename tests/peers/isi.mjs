// Fills our form with @getodk/xforms-engine, the engine of ODK Web Forms, and submits it as an OpenRosa client.
// Usage: node isi.mjs <base address of the phone> <answers as JSON by name of the question>. Prints what happened as JSON.
import { createRequire } from 'node:module';
import { JSDOM } from 'jsdom';

// The engine is built for browsers; what it asks of its surroundings is given here.
const page = new JSDOM('<!doctype html>', { url: 'http://localhost/' });
for (const name of ['window', 'document', 'DOMParser', 'XMLSerializer', 'Node', 'Element', 'Attr', 'XPathResult', 'XPathEvaluator', 'localStorage', 'Document', 'XMLDocument', 'Text', 'CDATASection', 'Comment', 'HTMLElement']) {
	const value = name === 'window' ? page.window : page.window[name];
	if (value !== undefined && globalThis[name] === undefined) globalThis[name] = value;
}
// Its parser of expressions (tree-sitter in WebAssembly) looks for these where there is `process`.
globalThis.__dirname = new URL('.', import.meta.url).pathname;
globalThis.require = createRequire(import.meta.url);
const { createInstance } = await import('@getodk/xforms-engine');

const [base, given] = process.argv.slice(2);
const wanted = JSON.parse(given);

async function fetched(address) {
	const answer = await fetch(address);
	if (!answer.ok || answer.headers.get('x-openrosa-version') !== '1.0') throw new Error(`${answer.status} ${address}`);
	return answer.text();
}
function read(text) {
	return new DOMParser().parseFromString(text, 'text/xml');
}
const inner = (node, tag) => node.getElementsByTagName(tag)[0]?.textContent;

const listed = read(await fetched(`${base}/formList`)).getElementsByTagName('xform')[0];
const definition = await fetched(inner(listed, 'downloadUrl'));
const media = {};
for (const file of read(await fetched(inner(listed, 'manifestUrl'))).getElementsByTagName('mediaFile')) {
	media[inner(file, 'filename')] = await fetched(inner(file, 'downloadUrl'));
}

const made = await createInstance(definition, {
	form: {
		fetchFormAttachment: async (resource) => {
			const name = decodeURIComponent(resource.href.split('/').pop());
			return new Response(media[name], { status: name in media ? 200 : 404, headers: { 'content-type': 'text/csv' } });
		},
	},
	instance: { preloadProperties: { deviceID: 'peer:xforms-engine' } },
});
const root = made.root;
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

function* leaves(node) {
	for (const child of node.currentState.children ?? []) {
		if (!child.currentState.relevant) continue;
		if (child.currentState.children) yield* leaves(child);
		else yield child;
	}
}
const name = (node) => node.currentState.reference.split('/').pop();
const set = {
	select: (node, value) => node.selectValues(value.split(' ')),
	input: (node, value) => node.setValue(node.valueType === 'int' ? BigInt(value) : node.valueType === 'geopoint' ? { latitude: -0.41, longitude: 116.99, altitude: 0, accuracy: 5 } : value),
	upload: (node, value) => node.setValue(new File([Buffer.from(value, 'base64')], `${name(node)}.jpg`, { type: 'image/jpeg' })),
};
const done = new Set();
for (let again = true; again; ) {
	again = false;
	for (const node of [...leaves(root)]) {
		const place = node.currentState.reference;
		if (done.has(place) || !(name(node) in wanted) || !(node.nodeType in set) || node.currentState.readonly) continue;
		set[node.nodeType](node, wanted[name(node)]);
		done.add(place);
		again = true;
		await settled();
	}
}

const payload = await root.prepareInstancePayload();
const body = payload.data[0];
const xml = await body.get('xml_submission_file').text();
const send = async () => {
	const answer = await fetch(`${base}/submission`, { method: 'POST', body });
	return { status: answer.status, message: inner(read(await answer.text()), 'message') };
};
const violations = (payload.violations ?? []).map((each) => each.reference);
const sent = payload.status === 'ready' ? [await send(), await send()] : [];
console.log(JSON.stringify({ status: payload.status, violations, sent, files: [...body.keys()], xml, asked: [...done] }));
