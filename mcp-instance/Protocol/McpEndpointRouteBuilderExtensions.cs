using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace McpTenants.Instance.Protocol;

/// <summary>Maps an MCP endpoint; named as in the SDK's ASP.NET Core package, which should replace this layer where it is available.</summary>
public static class McpEndpointRouteBuilderExtensions
{
    /// <summary>Maps all HTTP methods of a path to one MCP endpoint.</summary>
    /// <param name="endpoints">The route builder.</param>
    /// <param name="pattern">The path, such as <c>/mcp</c>.</param>
    /// <param name="options">The current options, asked for once per request.</param>
    public static IEndpointConventionBuilder MapMcp(this IEndpointRouteBuilder endpoints, string pattern, Func<McpHostOptions> options)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var services = endpoints.ServiceProvider;
        var endpoint = new McpEndpoint(options, services.GetRequiredService<ILoggerFactory>(), services.GetService<TimeProvider>() ?? TimeProvider.System);
        return endpoints.Map(pattern, endpoint.HandleAsync);
    }
}
