using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace McpTenants.Instance.Protocol;

/// <summary>Writes a refusal as a JSON-RPC error in an HTTP error response.</summary>
public static class ErrorAnswer
{
    /// <summary>Writes the response; does nothing when one has already begun.</summary>
    /// <param name="context">The request to answer.</param>
    /// <param name="refusal">What to say.</param>
    /// <param name="id">The request's id as JSON, when it could be read; otherwise the answer carries null.</param>
    public static async Task WriteAsync(HttpContext context, McpRefusal refusal, JsonElement? id = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(refusal);
        if (context.Response.HasStarted)
            return;
        AnswerError.Note(context, refusal.Code);
        using var buffer = new MemoryStream(256);
        await using (var json = new Utf8JsonWriter(buffer))
            Write(json, refusal, id);
        context.Response.StatusCode = refusal.StatusCode;
        foreach (var (name, value) in refusal.Headers)
            context.Response.Headers[name] = value;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentLength = buffer.Length;
        await context.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), context.RequestAborted).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter json, McpRefusal refusal, JsonElement? id)
    {
        json.WriteStartObject();
        json.WriteString("jsonrpc", "2.0");
        json.WritePropertyName("id");
        if (id is { } known)
            known.WriteTo(json);
        else
            json.WriteNullValue();
        json.WriteStartObject("error");
        json.WriteNumber("code", refusal.Code);
        json.WriteString("message", refusal.Message);
        if (refusal.Data is not null)
        {
            json.WritePropertyName("data");
            refusal.Data.WriteTo(json);
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
