using System.Text.Json;
using System.Text.Json.Nodes;
using Instance.Tests.Support;
using McpTenants.Instance.Configuration;
using McpTenants.Instance.Connectors;
using McpTenants.Instance.Connectors.Credentials;
using McpTenants.Instance.Connectors.OpenApi;
using McpTenants.Instance.Connectors.Requests;
using McpTenants.Instance.Connectors.Upstream;
using McpTenants.Instance.Tools;

namespace Instance.Tests.Connectors;

/// <summary>Documents, connectors and calls for tests.</summary>
internal static class Fixtures
{
    public static byte[] Discord => File.ReadAllBytes(At("tests", "fixtures", "openapi", "discord.json"));

    /// <summary>A document with one operation.</summary>
    public static ApiDocument Document(string path, string operation, string components = "{}") => ApiDocument.Parse(System.Text.Encoding.UTF8.GetBytes(
        $$"""{"openapi":"3.1.0","info":{"title":"t","version":"1"},"servers":[{"url":"https://evil.example"}],"paths":{"{{path}}":{{operation}}},"components":{{components}}}"""));

    public static IReadOnlyList<ToolDefinition> Tools(
        ApiDocument document, string baseUrl, ICredential? credential = null, TimeProvider? time = null, Action<ConnectorConfiguration>? change = null, GuardedConnect? connect = null)
    {
        var configuration = new ConnectorConfiguration { Name = "api", BaseUrl = baseUrl };
        change?.Invoke(configuration);
        var http = UpstreamHttp.Create(connect ?? ConnectorSource.PublicOnly(new InstanceEnvironment { AllowPrivateUpstreams = true }), configuration.CaBundle);
        time ??= TimeProvider.System;
        return new Connector(configuration, new UpstreamService(http, credential, new CredentialAudit(new MemoryTrail(), time), time, () => 0), time).CreateTools(document);
    }

    public static async Task<(string Text, bool IsError)> CallAsync(this ToolDefinition tool, string arguments = "{}")
    {
        var output = await tool.InvokeAsync(Arguments(arguments), TestContext.Current.CancellationToken);
        if (output.Failure is { } failure)
            return (failure, true);
        if (output.Content is { } content)
            return (((ModelContextProtocol.Protocol.TextContentBlock)content.Content[0]).Text, content.IsError is true);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            output.Write!(json);
        return (System.Text.Encoding.UTF8.GetString(buffer.ToArray()), false);
    }

    public static ToolArguments Arguments(string json) =>
        new(JsonElement.Parse(json).EnumerateObject().ToDictionary(p => p.Name, p => p.Value.Clone(), StringComparer.Ordinal));

    public static PreparedRequest Build(string path, string operation, string arguments, string baseUrl = "https://api.example/v1")
    {
        var read = OperationReader.Read(Document(path, operation)).ShouldHaveSingleItem();
        return new RequestBuilder(new Uri(baseUrl), read, OperationArgument.Of(read)).Build(Arguments(arguments));
    }

    public static JsonNode Schema(this ToolDefinition tool) => JsonNode.Parse(tool.InputSchema)!;

    private static string At(params string[] parts)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Operator.sln")))
                return Path.Combine([folder.FullName, .. parts]);
        }
        throw new InvalidOperationException("The tests do not run inside a checkout.");
    }
}
