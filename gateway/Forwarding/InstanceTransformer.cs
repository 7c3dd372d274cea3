using Yarp.ReverseProxy.Forwarder;

namespace McpTenants.Gateway.Forwarding;

/// <summary>The header rules of one forwarded call, and the moment its answer begins.</summary>
internal sealed class InstanceTransformer(string scheme, Action<HttpResponse> answerBegins, Action<HttpContext>? eventsBegin = null) : HttpTransformer
{
    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        RequestHeaderRules.Strip(proxyRequest.Headers, httpContext.Request);
        RequestHeaderRules.Add(proxyRequest.Headers, httpContext.Request, scheme);
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        var copyBody = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        if (proxyResponse is null)
            return copyBody;
        ResponseHeaderRules.Apply(httpContext.Response.Headers);
        answerBegins(httpContext.Response);
        // The engine sends headers with the first byte of the body; a client of an event stream waits for them before the first event exists.
        if (proxyResponse.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            await httpContext.Response.Body.FlushAsync(cancellationToken);
            // A length that was promised leaves no room for comments, an encoding no way to write them.
            if (httpContext.Response.ContentLength is null && httpContext.Response.Headers.ContentEncoding.Count == 0)
                eventsBegin?.Invoke(httpContext);
        }

        return copyBody;
    }
}
