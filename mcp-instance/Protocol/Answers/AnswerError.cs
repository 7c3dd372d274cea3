using Microsoft.AspNetCore.Http;

namespace McpTenants.Instance.Protocol;

/// <summary>The JSON-RPC error that a request was answered with, for whoever measures it afterwards.</summary>
public static class AnswerError
{
    /// <summary>The error code; null when the answer began with something else.</summary>
    /// <param name="context">The answered request.</param>
    public static int? Of(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Items.TryGetValue(typeof(AnswerError), out var code) ? code as int? : null;
    }

    internal static void Note(HttpContext context, int code) => context.Items[typeof(AnswerError)] = code;
}
