using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Sidecars;

/// <summary>Asks a server for its tools, and to say when they change.</summary>
internal static class SidecarListing
{
    private const int MaximumTools = 256;
    private const int MaximumPages = 64;

    /// <summary>The first tools, page by page: a server whose pages never end must not fill the memory.</summary>
    public static async Task<IReadOnlyList<Tool>> ReadAsync(McpClient client, CancellationToken cancellationToken)
    {
        var tools = new List<Tool>();
        var parameters = new ListToolsRequestParams();
        for (var pages = 0; pages < MaximumPages && tools.Count < MaximumTools; pages++)
        {
            var page = await client.ListToolsAsync(parameters, cancellationToken).ConfigureAwait(false);
            tools.AddRange(page.Tools.Where(SidecarTools.IsUsable).Take(MaximumTools - tools.Count));
            if (page.NextCursor is null)
                break;
            parameters.Cursor = page.NextCursor;
        }
        return tools;
    }

    /// <summary>Lets the client send the headers that the tools' schemas ask for. Tools whose annotations are wrong are called without.</summary>
    public static void Remember(McpClient client, IReadOnlyList<Tool> tools)
    {
        client.ClearKnownTools();
        foreach (var tool in tools)
        {
            try
            {
                client.AddKnownTools([tool]);
            }
            catch (ArgumentException)
            {
                // Its x-mcp-header is not valid; MCP lets a client leave such headers out.
            }
        }
    }

    /// <summary>
    /// Holds a stream open over which the server says that its tools have changed; returns when the server ends it. Older revisions than 2026-07-28 send such
    /// messages over the GET stream, which the client library opens by itself.
    /// </summary>
    public static async Task ListenAsync(McpClient client, CancellationToken cancellationToken)
    {
        if (client.ServerCapabilities.Tools?.ListChanged is not true || string.CompareOrdinal(client.NegotiatedProtocolVersion, "2026-07-28") < 0)
            return;
        var request = new JsonRpcRequest
        {
            Method = RequestMethods.SubscriptionsListen,
            Params = new JsonObject { ["notifications"] = new JsonObject { ["toolsListChanged"] = true } },
        };
        await client.SendRequestAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
