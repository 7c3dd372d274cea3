using McpTenants.Instance.Configuration;
using McpTenants.Instance.Connectors.OpenApi;
using McpTenants.Instance.Connectors.Requests;
using McpTenants.Instance.Connectors.Upstream;
using McpTenants.Instance.Timing;
using McpTenants.Instance.Tools;

namespace McpTenants.Instance.Connectors;

/// <summary>The tools of one service.</summary>
internal sealed class Connector(ConnectorConfiguration configuration, UpstreamService service, TimeProvider time)
{
    private const int MaximumTools = 1000;

    /// <exception cref="FormatException">The document cannot be used.</exception>
    public IReadOnlyList<ToolDefinition> CreateTools(ApiDocument document)
    {
        var baseUrl = new Uri(configuration.BaseUrl);
        var operations = OperationReader.Read(document)
            .Where(o => OperationSelection.IsSelected(o, configuration.Include, configuration.Exclude)).Take(MaximumTools).ToList();
        var names = AddedToolNames.For(configuration.Name, [.. operations.Select(o => (o.Id ?? $"{o.Method.ToLowerInvariant()} {o.Path}", $"{o.Method} {o.Path}"))]);
        return [.. operations.Select((operation, i) => Create(document, operation, names[i], baseUrl))];
    }

    private ToolDefinition Create(ApiDocument document, ApiOperation operation, string name, Uri baseUrl)
    {
        var arguments = OperationArgument.Of(operation);
        var builder = new RequestBuilder(baseUrl, operation, arguments);
        return new ToolDefinition(
            name,
            Bounded.Text(operation.Title ?? operation.Id ?? $"{operation.Method} {operation.Path}", 200),
            Bounded.Text(operation.Description ?? $"{operation.Method} {operation.Path}", 2000),
            OperationSchema.Build(document, operation, arguments),
            Kind(operation.Method),
            (values, ct) => CallAsync(builder.Build(values), values.Origin, ct))
        {
            IsIdempotent = operation.Method is not ("POST" or "PATCH"),
            IsOpenWorld = true,
        };
    }

    // PUT and PATCH overwrite, so they are as destructive as DELETE; what a POST does is only known to the service.
    private static ToolKind Kind(string method) => method switch
    {
        "GET" or "HEAD" or "OPTIONS" => ToolKind.Read,
        "POST" => ToolKind.Add,
        _ => ToolKind.Destroy,
    };

    private async Task<ToolOutput> CallAsync(PreparedRequest request, CallOrigin origin, CancellationToken cancellationToken)
    {
        using var limited = new TimeLimit(TimeSpan.FromSeconds(configuration.TimeoutSeconds), time, cancellationToken);
        try
        {
            var (response, hidden) = await service.SendAsync(request, origin, limited.Token).ConfigureAwait(false);
            using (response)
                return await UpstreamAnswer.ReadAsync(response, hidden, configuration.MaxResponseBytes, limited.Token).ConfigureAwait(false);
        }
        catch (UpstreamException e)
        {
            return ToolOutput.Failed(e.Message);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or InvalidDataException)
        {
            return ToolOutput.Failed("The service broke the connection off.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ToolOutput.Failed($"The service did not answer within {configuration.TimeoutSeconds} s.");
        }
    }
}
