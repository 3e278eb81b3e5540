// IndexedDB in promises. Nothing that names a person stands here in clear: contents are sealed before they come in.
//   meta    what opens the vault (keys wrapped, pack sealed), by name
//   items   the outbox: one small record per visit (state, digest, receipt)
//   bodies  the sealed envelope of an item that has not been acknowledged
//   drafts  visits that are being filled in, sealed; photos among them
const NAME = "selaras-lapangan";
const VERSION = 1;
let opening;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, VERSION);
    asked.onupgradeneeded = () => {
      const db = asked.result;
      for (const store of ["meta", "bodies"]) if (!db.objectStoreNames.contains(store)) db.createObjectStore(store);
      for (const store of ["items", "drafts"]) if (!db.objectStoreNames.contains(store)) db.createObjectStore(store, { keyPath: "id" });
    };
    asked.onsuccess = () => {
      // A newer version of the page in another tab may change the tables: this one lets go and opens anew.
      asked.result.onversionchange = () => { asked.result.close(); opening = undefined; };
      asked.result.onclose = () => { opening = undefined; };
      resolve(asked.result);
    };
    asked.onerror = () => { opening = undefined; reject(asked.error); };
  });
  return opening;
}

const answered = (asked) => new Promise((resolve, reject) => {
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

// Runs `work(tables)` in ONE transaction and answers when it is on the disk: a battery may be empty a second later.
// `work` may await only what it asks of `tables`: anything else ends the transaction.
export async function write(names, work) {
  const db = await open();
  const deal = db.transaction(names, "readwrite", { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    deal.oncomplete = resolve;
    deal.onabort = () => reject(deal.error ?? new DOMException("aborted", "AbortError"));
    deal.onerror = () => reject(deal.error);
  });
  const tables = Object.fromEntries(names.map((name) => {
    const table = deal.objectStore(name);
    return [name, {
      get: (key) => answered(table.get(key)),
      keys: () => answered(table.getAllKeys()),
      put: (value, key) => answered(key === undefined ? table.put(value) : table.put(value, key)),
      delete: (key) => answered(table.delete(key)),
      clear: () => answered(table.clear()),
    }];
  }));
  try {
    const result = await work(tables);
    await done;
    return result;
  } catch (error) {
    done.catch(() => {});
    try { deal.abort(); } catch { /* it is over already */ }
    throw error;
  }
}

export async function get(name, key) {
  const db = await open();
  return answered(db.transaction(name).objectStore(name).get(key));
}

export async function all(name) {
  const db = await open();
  return answered(db.transaction(name).objectStore(name).getAll());
}

export const put = (name, value, key) => write([name], (tables) => tables[name].put(value, key));
export const remove = (name, key) => write([name], (tables) => tables[name].delete(key));
