namespace McpTenants.Instance.Protocol;

/// <summary>JSON-RPC error codes of revision 2026-07-28; the SDK's enumeration has the same numbers.</summary>
public static class ErrorCodes
{
    /// <summary>The body is not JSON.</summary>
    public const int ParseError = -32700;

    /// <summary>The JSON is not a JSON-RPC message that is acceptable here.</summary>
    public const int InvalidRequest = -32600;

    /// <summary>There is no such method.</summary>
    public const int MethodNotFound = -32601;

    /// <summary>Parameters are missing or wrong; also an unknown tool or resource.</summary>
    public const int InvalidParams = -32602;

    /// <summary>The server failed.</summary>
    public const int InternalError = -32603;

    /// <summary>A refusal that has no code of its own: access, limits, transport. In the range that the specification leaves to older revisions.</summary>
    public const int Refused = -32000;

    /// <summary>Legacy: the session identifier is unknown; the client must initialize again.</summary>
    public const int SessionNotFound = -32001;

    /// <summary>A header contradicts the body, or a required header is missing.</summary>
    public const int HeaderMismatch = -32020;

    /// <summary>The request needs a client capability that was not declared.</summary>
    public const int MissingClientCapability = -32021;

    /// <summary>The protocol revision is not supported.</summary>
    public const int UnsupportedVersion = -32022;
}
