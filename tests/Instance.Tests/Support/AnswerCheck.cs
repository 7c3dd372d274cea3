using System.Text;
using System.Text.Json;

namespace Instance.Tests.Support;

/// <summary>What must be true of every answer of the MCP endpoint, whatever was asked.</summary>
internal static class AnswerCheck
{
    private static readonly int[] Statuses = [200, 202, 400, 401, 403, 404, 405, 406, 413, 415, 429];

    /// <summary>The problem with an answer, or null; and the JSON-RPC error code, when it carries one.</summary>
    public static (string? Problem, int? Code) Run(Pipeline.Answer answer)
    {
        var text = Encoding.UTF8.GetString(answer.Body);
        if (!Statuses.Contains(answer.Status))
            return ($"status {answer.Status}", null);
        if (text.Contains("   at ", StringComparison.Ordinal) || text.Contains("Exception", StringComparison.Ordinal))
            return ("it shows the inside", null);
        if (answer.ContentType == "text/plain")
            return (null, null);
        if (answer.Status == 202)
            return (text.Length == 0 ? null : "a body without an answer", null);
        var messages = answer.ContentType == "text/event-stream"
            ? text.Split('\n').Where(l => l.StartsWith("data: ", StringComparison.Ordinal)).Select(l => l[6..]).ToList()
            : [text];
        int? code = null;
        foreach (var message in messages)
        {
            if (Read(message, ref code) is { } problem)
                return (problem, null);
        }
        return (messages.Count == 0 ? "no message" : null, code);
    }

    private static string? Read(string message, ref int? code)
    {
        try
        {
            var root = JsonElement.Parse(message);
            if (root.GetProperty("jsonrpc").GetString() != "2.0")
                return "not JSON-RPC";
            if (!root.TryGetProperty("error", out var error))
                return root.TryGetProperty("result", out _) || root.TryGetProperty("method", out _) ? null : "neither result nor error";
            code = error.GetProperty("code").GetInt32();
            return code == -32603 ? "internal error" : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "not JSON: " + message;
        }
    }
}
