using System.Buffers;

namespace McpTenants.Instance.Audit;

/// <summary>The trace id of a W3C trace context: what joins an audit record to the caller's own traces.</summary>
internal static class CorrelationId
{
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    /// <summary>The 32 digits, or null when the text is not a valid traceparent (version-trace-parent-flags).</summary>
    public static string? From(string? traceparent)
    {
        if (traceparent is not { Length: >= 55 and <= 512 } || traceparent[2] != '-' || traceparent[35] != '-')
            return null;
        var trace = traceparent.AsSpan(3, 32);
        return trace.ContainsAnyExcept(Hexadecimal) || !trace.ContainsAnyExcept('0') ? null : trace.ToString();
    }
}
