using System.Collections.Frozen;

namespace McpTenants.Instance.Serving;

/// <summary>Who sends a request, as proved by its credential.</summary>
/// <param name="Kind">How it was proved.</param>
/// <param name="Subject">The token's subject or the API key's name; empty for anonymous callers.</param>
/// <param name="Scopes">Granted scopes; empty for API keys and anonymous callers.</param>
internal sealed record Caller(string Kind, string Subject, IReadOnlySet<string> Scopes)
{
    /// <summary>Where the handlers of a request find its caller, in <c>JsonRpcMessageContext.Items</c>.</summary>
    public const string ItemKey = "mcptenants.caller";

    public static Caller Anonymous { get; } = new("anonymous", "", FrozenSet<string>.Empty);
}
