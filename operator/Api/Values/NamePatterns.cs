namespace McpTenants.Api.Values;

/// <summary>Anchored expressions that the CRD schema and the checks share (RE2 and .NET read them alike, except that .NET lets a last newline pass <c>$</c>).</summary>
public static class NamePatterns
{
    /// <summary>One DNS label.</summary>
    public const string Label = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

    /// <summary>A DNS name of two labels or more: no wildcard, port, path or trailing dot.</summary>
    public const string Host = @"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$";

    /// <summary>Name of a namespaced Kubernetes object.</summary>
    public const string ObjectName = @"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

    /// <summary>Name of a tool as MCP allows it.</summary>
    public const string Tool = "^[A-Za-z0-9_./-]{1,128}$";

    /// <summary>Name of a tool, or a prefix followed by one star: no other wildcard, so matching is linear.</summary>
    public const string ToolPattern = @"^([A-Za-z0-9_./-]{1,128}\*?|\*)$";

    /// <summary>One line of text without control characters.</summary>
    public const string Line = @"^[^\x00-\x1f\x7f]*$";

    /// <summary>A container image: lower-case repository, then tag, digest or both. No spaces or line ends.</summary>
    public const string Image =
        @"^[a-z0-9]([a-z0-9._-]*[a-z0-9])?(:[0-9]{1,5})?(/[a-z0-9]([a-z0-9._-]*[a-z0-9])?)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?$";

    /// <summary>Prefix or name of a Kubernetes label or taint key.</summary>
    public const string QualifiedName = @"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$";
}
