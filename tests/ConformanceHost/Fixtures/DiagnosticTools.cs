using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace ConformanceHost.Fixtures;

/// <summary>Tools that make behaviour of the host layer visible.</summary>
internal static class DiagnosticTools
{
    public static IEnumerable<McpServerTool> All =>
    [
        FixtureServer.Tool("test_missing_capability", (McpServer server) => server.ClientCapabilities?.Sampling is not null
            ? "The client can sample."
            : throw new MissingRequiredClientCapabilityException(new ClientCapabilities { Sampling = new() }, "Sampling is needed.")),
        FixtureServer.Tool("test_streaming_elicitation", () => "Only a result on this stream."),
        FixtureServer.Tool("test_logging_tool", Log),
        FixtureServer.Tool("test_custom_header", (string region) => region,
            """{"type":"object","properties":{"region":{"type":"string","x-mcp-header":"Region"}},"required":["region"]}"""),
        FixtureServer.Tool("json_schema_2020_12_tool", () => "ok", """
            {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
             "$defs":{"address":{"$anchor":"addressDef","type":"object","properties":{"street":{"type":"string"},"city":{"type":"string"}}}},
             "properties":{"name":{"type":"string"},"address":{"$ref":"#/$defs/address"},"contactMethod":{"type":"string","enum":["phone","email"]},
               "phone":{"type":"string"},"email":{"type":"string"}},
             "allOf":[{"anyOf":[{"required":["phone"]},{"required":["email"]}]}],
             "if":{"properties":{"contactMethod":{"const":"phone"}},"required":["contactMethod"]},
             "then":{"required":["phone"]},"else":{"required":["email"]},"additionalProperties":false}
            """),
    ];

    private static string Log(McpServer server)
    {
        using var provider = server.AsClientLoggerProvider();
#pragma warning disable CA1848 // One line for a client's log window.
        provider.CreateLogger("conformance").LogInformation("The client sees this only if it asked for logs.");
#pragma warning restore CA1848
        return "Logged.";
    }
}
