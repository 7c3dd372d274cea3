// A real OAuth 2.1 / OpenID Connect server (oidc-provider) with test identities. Never expose it: everybody knows the secrets.
//   client <tenant>-agent, secret <tenant>-agent-secret: client credentials, for machines
//   dynamically registered clients: authorization code with PKCE; the built-in login page takes any name and password
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';
import { MemoryAdapter } from './memory-adapter.mjs';

const issuer = process.env.OIDC_ISSUER ?? 'https://login.mcp.test';
const port = Number(process.env.OIDC_PORT ?? 8080);
const scopes = (process.env.OIDC_SCOPES ?? 'mcp mcp:read mcp:write mcp:tools').split(' ');
// Claims that every access token carries; "{tenant}" stands for the client's tenant.
const claims = JSON.parse(process.env.OIDC_CLAIMS ?? '{"org_id":"{tenant}"}');
const tokenSeconds = Number(process.env.OIDC_TOKEN_SECONDS ?? 3600);

const key = createPrivateKey(readFileSync(process.env.OIDC_KEY_FILE ?? '/etc/oidc/key.pem')).export({ format: 'jwk' });
const tenantOf = (clientId) => /^(?<tenant>[a-z0-9-]+)-agent$/.exec(clientId ?? '')?.groups.tenant;

class Adapter extends MemoryAdapter {
  async find(id) {
    const tenant = this.name === 'Client' && tenantOf(id);
    if (!tenant) return super.find(id);
    return {
      client_id: id,
      client_secret: `${id}-secret`,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: 'client_secret_basic',
    };
  }
}

const provider = new Provider(issuer, {
  adapter: Adapter,
  jwks: { keys: [{ ...key, use: 'sig', alg: 'ES256' }] },
  cookies: { keys: [key.d] },
  scopes: ['openid', 'offline_access', ...scopes],
  clientDefaults: { id_token_signed_response_alg: 'ES256' },
  routes: { authorization: '/authorize', token: '/token', jwks: '/jwks', registration: '/register', userinfo: '/userinfo' },
  findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
  ttl: { AccessToken: tokenSeconds, ClientCredentials: tokenSeconds },
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: true },
    registration: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => undefined,
      useGrantedResource: () => true,
      getResourceServerInfo: (_, resource) => ({
        audience: resource,
        scope: scopes.join(' '),
        accessTokenTTL: tokenSeconds,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
  extraTokenClaims: (_, token) => {
    const tenant = tenantOf(token.clientId) ?? '';
    return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, String(value).replace('{tenant}', tenant)]));
  },
});
// TLS ends at the edge.
provider.proxy = true;
provider.on('server_error', (_, error) => console.error(error));

const answer = provider.callback();
createServer((request, response) => {
  if (request.url === '/healthz') response.end('ok');
  else answer(request, response);
}).listen(port, () => console.log(`${issuer} on port ${port}`));
process.on('SIGTERM', () => process.exit(0));
