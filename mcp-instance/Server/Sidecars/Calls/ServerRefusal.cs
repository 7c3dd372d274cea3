using System.Text.Json;
using McpTenants.Instance.Connectors.OpenApi;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Sidecars.Calls;

/// <summary>What a caller is told when a server answers with an error.</summary>
internal static class ServerRefusal
{
    /// <summary>Marks errors that are already ours.</summary>
    public const string Ours = "mcp-instance";

    private const int MaximumMessage = 500;

    public static Exception Of(McpProtocolException refused, SidecarRequest request) => refused is MissingRequiredClientCapabilityException missing
        ? Of(missing.RequiredCapabilities, request)
        : new SidecarException("refused the call: " + Bounded.Text(refused.Message, MaximumMessage), refused) { Code = refused.ErrorCode };

    public static Exception Of(JsonRpcError refused, SidecarRequest request)
    {
        if (refused.Error.Code == (int)McpErrorCode.MissingRequiredClientCapability && refused.Error.Data is JsonElement { ValueKind: JsonValueKind.Object } data
            && data.TryGetProperty("requiredCapabilities", out var capabilities) && capabilities.ValueKind is JsonValueKind.Object)
            return Of(capabilities.Deserialize(SidecarJson.Of<ClientCapabilities>())!, request);
        return new SidecarException("refused the call: " + Bounded.Text(refused.Error.Message, MaximumMessage)) { Code = (McpErrorCode)refused.Error.Code };
    }

    // The error of revision 2026-07-28 for those who speak it. Only what is passed on at all is named: asking for anything else would help nobody.
    private static Exception Of(ClientCapabilities required, SidecarRequest request)
    {
        var named = new ClientCapabilities { Elicitation = required.Elicitation, Sampling = required.Sampling, Roots = required.Roots };
        return request.Caller.IsModern
            ? new MissingRequiredClientCapabilityException(named, "The server behind this needs a client that can do more.") { Source = Ours }
            : new SidecarException("needs a client that can do more: " + string.Join(", ", Names(named)) + ".");
    }

    private static IEnumerable<string> Names(ClientCapabilities capabilities) =>
        ((string, bool)[])[("elicitation", capabilities.Elicitation is not null), ("sampling", capabilities.Sampling is not null), ("roots", capabilities.Roots is not null)] is var all
            ? all.Where(c => c.Item2).Select(c => c.Item1) : [];
}
