using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Sidecars;

/// <summary>Asks a server for what it offers, and to say when that changes.</summary>
internal static class SidecarListing
{
    /// <summary>The first entries of each list, page by page: a server whose pages never end must not fill the memory.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="last">What it offered before; stays where it gives no sense now. Without tools that make sense there is no offer at all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<SidecarOffer> ReadAsync(McpClient client, SidecarOffer last, CancellationToken cancellationToken)
    {
        var can = client.ServerCapabilities;
        return new SidecarOffer
        {
            Tools = can.Tools is null ? [] : await ToolsAsync(client, cancellationToken).ConfigureAwait(false),
            Prompts = can.Prompts is null ? [] : await OrLastAsync(PromptsAsync(client, cancellationToken), last.Prompts).ConfigureAwait(false),
            Resources = can.Resources is null ? [] : await OrLastAsync(ResourcesAsync(client, cancellationToken), last.Resources).ConfigureAwait(false),
            Templates = can.Resources is null ? [] : await OrLastAsync(TemplatesAsync(client, cancellationToken), last.Templates).ConfigureAwait(false),
            HasResources = can.Resources is not null,
            Completes = can.Completions is not null,
        };
    }

    /// <summary>Lets the client send the headers that the tools' schemas ask for. Tools whose annotations are wrong are called without.</summary>
    /// <returns>The tools whose annotations are right.</returns>
    public static IReadOnlyDictionary<string, Tool> Remember(McpClient client, IReadOnlyList<Tool> tools)
    {
        var annotated = new Dictionary<string, Tool>(StringComparer.Ordinal);
        client.ClearKnownTools();
        foreach (var tool in tools)
        {
            try
            {
                client.AddKnownTools([tool]);
                annotated[tool.Name] = tool;
            }
            catch (ArgumentException)
            {
                // Its x-mcp-header is not valid; MCP lets a client leave such headers out.
            }
        }
        return annotated;
    }

    /// <summary>
    /// Holds a stream open over which the server says that its lists have changed; returns when the server ends it. Older revisions than 2026-07-28 send such
    /// messages over the GET stream, which the client library opens by itself.
    /// </summary>
    public static async Task ListenAsync(McpClient client, CancellationToken cancellationToken)
    {
        var can = client.ServerCapabilities;
        var wanted = new JsonObject();
        if (can.Tools?.ListChanged is true)
            wanted["toolsListChanged"] = true;
        if (can.Prompts?.ListChanged is true)
            wanted["promptsListChanged"] = true;
        if (can.Resources?.ListChanged is true)
            wanted["resourcesListChanged"] = true;
        if (wanted.Count == 0 || !SidecarLink.IsModernVersion(client.NegotiatedProtocolVersion))
            return;
        var request = new JsonRpcRequest { Method = RequestMethods.SubscriptionsListen, Params = new JsonObject { ["notifications"] = wanted } };
        await client.SendRequestAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private static Task<IReadOnlyList<Tool>> ToolsAsync(McpClient client, CancellationToken ct) => PagesAsync<Tool>(OfferBounds.Tools, OfferBounds.IsUsable, async cursor =>
    {
        var page = await client.ListToolsAsync(new ListToolsRequestParams { Cursor = cursor }, ct).ConfigureAwait(false);
        return (page.Tools, page.NextCursor);
    });

    private static Task<IReadOnlyList<Prompt>> PromptsAsync(McpClient client, CancellationToken ct) => PagesAsync<Prompt>(OfferBounds.Prompts, OfferBounds.IsUsable, async cursor =>
    {
        var page = await client.ListPromptsAsync(new ListPromptsRequestParams { Cursor = cursor }, ct).ConfigureAwait(false);
        return (page.Prompts, page.NextCursor);
    });

    private static Task<IReadOnlyList<Resource>> ResourcesAsync(McpClient client, CancellationToken ct) => PagesAsync<Resource>(OfferBounds.Resources, OfferBounds.IsUsable, async cursor =>
    {
        var page = await client.ListResourcesAsync(new ListResourcesRequestParams { Cursor = cursor }, ct).ConfigureAwait(false);
        return (page.Resources, page.NextCursor);
    });

    private static Task<IReadOnlyList<ResourceTemplate>> TemplatesAsync(McpClient client, CancellationToken ct) =>
        PagesAsync<ResourceTemplate>(OfferBounds.Templates, OfferBounds.IsUsable, async cursor =>
        {
            var page = await client.ListResourceTemplatesAsync(new ListResourceTemplatesRequestParams { Cursor = cursor }, ct).ConfigureAwait(false);
            return (page.ResourceTemplates, page.NextCursor);
        });

    private static async Task<IReadOnlyList<T>> PagesAsync<T>(int maximum, Func<T, bool> isUsable, Func<string?, Task<(IList<T> Items, string? Next)>> read)
    {
        var all = new List<T>();
        string? cursor = null;
        for (var pages = 0; pages < OfferBounds.Pages && all.Count < maximum; pages++)
        {
            var (items, next) = await read(cursor).ConfigureAwait(false);
            all.AddRange(items.Where(isUsable).Take(maximum - all.Count));
            if (next is null)
                break;
            cursor = next;
        }
        return all;
    }

    private static async Task<IReadOnlyList<T>> OrLastAsync<T>(Task<IReadOnlyList<T>> reading, IReadOnlyList<T> last)
    {
        try
        {
            return await reading.ConfigureAwait(false);
        }
        catch (Exception e) when (e is JsonException or McpProtocolException or ArgumentNullException)
        {
            return last;
        }
    }
}
