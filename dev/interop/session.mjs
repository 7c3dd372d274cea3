// A whole session of the TypeScript SDK's client, knowing nothing but the URL and its own credentials: the 401 tells it where to
// get a token (RFC 9728), the authorization server gives one for this resource (RFC 8707), and the calls go through.
// Usage: node session.mjs URL ISSUER CLIENT_ID CLIENT_SECRET; prints one JSON object of what it saw.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { ClientCredentialsProvider } from '@modelcontextprotocol/sdk/client/auth-extensions.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const [url, expectedIssuer, clientId, clientSecret] = process.argv.slice(2);
const authProvider = new ClientCredentialsProvider({ clientId, clientSecret, expectedIssuer });
const transport = new StreamableHTTPClientTransport(new URL(url), { authProvider });
const client = new Client({ name: 'interop', version: '1.0.0' });
await client.connect(transport);

const text = (result) => result.content.map((part) => part.text ?? '').join('\n');
const tools = (await client.listTools()).tools.map((tool) => tool.name);
await client.callTool({ name: 'document_create', arguments: { title: 'Interop', content: 'written by the TypeScript client' } });
const found = text(await client.callTool({ name: 'document_search', arguments: { query: 'typescript' } }));
const { resources } = await client.listResources();
const read = (await client.readResource({ uri: resources[0].uri })).contents[0].text;
const unknown = await client.callTool({ name: 'no_such_tool', arguments: {} }).then((result) => ({ isError: result.isError === true }), (error) => ({ code: error.code }));
await client.close();
console.log(JSON.stringify({ server: client.getServerVersion(), tools, found, resources: resources.length, read, unknown, tokenType: authProvider.tokens()?.token_type }));
