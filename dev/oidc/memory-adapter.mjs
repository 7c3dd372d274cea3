// Storage for oidc-provider in memory: one process, forgotten when it ends.
const storage = new Map();
const grants = new Map();

export class MemoryAdapter {
  constructor(name) {
    this.name = name;
  }

  #key(id) {
    return `${this.name}:${id}`;
  }

  async upsert(id, payload, expiresIn) {
    const expires = expiresIn ? Date.now() + expiresIn * 1000 : Infinity;
    storage.set(this.#key(id), { payload, expires });
    if (payload.grantId) grants.set(payload.grantId, [...(grants.get(payload.grantId) ?? []), this.#key(id)]);
  }

  async find(id) {
    const entry = storage.get(this.#key(id));
    return entry && entry.expires > Date.now() ? entry.payload : undefined;
  }

  async findByUid(uid) {
    return this.#findBy((payload) => payload.uid === uid);
  }

  async findByUserCode(userCode) {
    return this.#findBy((payload) => payload.userCode === userCode);
  }

  async consume(id) {
    const payload = await this.find(id);
    if (payload) payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    storage.delete(this.#key(id));
  }

  async revokeByGrantId(grantId) {
    for (const key of grants.get(grantId) ?? []) storage.delete(key);
    grants.delete(grantId);
  }

  #findBy(matches) {
    for (const [key, { payload, expires }] of storage) {
      if (key.startsWith(`${this.name}:`) && expires > Date.now() && matches(payload)) return payload;
    }
    return undefined;
  }
}
