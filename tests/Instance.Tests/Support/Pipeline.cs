using Microsoft.AspNetCore.Http;

namespace Instance.Tests.Support;

/// <summary>Sends requests through everything behind the socket: the instance's real handler, without Kestrel and the network.</summary>
internal static class Pipeline
{
    public static async Task<Answer> SendAsync(RequestDelegate handler, HostileRequest hostile, params (string Name, string Value)[] credential)
    {
        var context = new DefaultHttpContext();
        var (request, answer) = (context.Request, new MemoryStream());
        (request.Method, request.Scheme, request.Host, request.Path) = (hostile.Method, "http", new HostString("acme.mcp.test"), hostile.Path);
        foreach (var (name, value) in hostile.Headers)
            request.Headers[name] = value;
        foreach (var (name, value) in credential)
            request.Headers[name] = value;
        request.Body = new MemoryStream(hostile.Body);
        request.ContentLength = hostile.IsChunked ? null : hostile.Body.Length;
        context.Response.Body = answer;
        await handler(context);
        return new Answer(context.Response.StatusCode, context.Response.ContentType, answer.ToArray());
    }

    internal sealed record Answer(int Status, string? ContentType, byte[] Body);
}
