using Microsoft.AspNetCore.Http;

namespace Kubernetes.Tests.Client.Wire;

/// <summary>Bodies an API server would send.</summary>
internal static class Answers
{
    public const string Map = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"n","resourceVersion":"7"},"data":{"k":"v"}}""";

    public static string Event(string type, string name, string version = "1") =>
        $$$"""{"type":"{{{type}}}","object":{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}","resourceVersion":"{{{version}}}"},"unknown":{"x":[1,2]} } }""" + "\n";

    public static string Status(int code, string reason, string message = "no") =>
        $$"""{"apiVersion":"v1","kind":"Status","metadata":{},"status":"Failure","message":"{{message}}","reason":"{{reason}}","code":{{code}}}""";

    public static string Page(string names, string? next = null) =>
        $$"""{"apiVersion":"v1","kind":"ConfigMapList","metadata":{"resourceVersion":"9","continue":"{{next}}"},"items":[{{string.Join(',', names.Split(' ').Select(n => $$$"""{"metadata":{"name":"{{{n}}}"} }"""))}}]}""";

    public static Task SendAsync(this HttpContext context, string body, int code = 200)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }

    /// <summary>Sends a part of a body and makes sure it left.</summary>
    public static async Task SendPartAsync(this HttpContext context, string part)
    {
        await context.Response.WriteAsync(part);
        await context.Response.Body.FlushAsync();
    }

    /// <summary>Keeps the answer open until the client hangs up or the server stops.</summary>
    public static async Task HangAsync(this HttpContext context)
    {
        var gone = new TaskCompletionSource();
        using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }
}
