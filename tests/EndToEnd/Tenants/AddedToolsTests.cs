using EndToEnd.Support;
using ModelContextProtocol.Protocol;

namespace EndToEnd.Tenants;

/// <summary>Tools of others in a real pod: a third-party server beside the instance, and a connector behind its guard.</summary>
public sealed class AddedToolsTests
{
    [Fact]
    public async Task ServerAndConnector_OfATenant_AnswerThroughItsInstance()
    {
        // The fixtures do not say that they are harmless, and so count as destructive. The test asks for the list more often than people do.
        // The connector's name leads to the cluster's own edge, which is a private address: what a connector must never reach, whatever a name says.
        await using var tenant = await TestTenant.CreateAsync("e2e-added", more: """
            tools: {destructive: Allow}
            limits: {requestsPerMinute: 6000, burst: 600, perUserRequestsPerMinute: 6000}
            isolation: {egress: [{cidr: 198.51.100.0/24, ports: [{port: 443}]}]}
            connectors:
            - {name: inner, baseUrl: "https://login.mcp.test", openApi: {configMapName: inner-api, key: openapi.yaml}}
            instance:
              servers:
              - {name: test, image: "mcptenants.dev/mcp-test-server:dev", port: 5000, path: /servers/test, resources: {limits: {cpu: 500m, memory: 256Mi}}}
            """);
        await Kubectl.ApplyAsync($$"""
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: inner-api, namespace: {{tenant.Namespace}}}
            data:
              openapi.yaml: |
                openapi: 3.1.0
                paths:
                  /token:
                    get: {operationId: token}
            """);
        await using var client = await Edge.ConnectAsync(tenant.Name);

        await Eventually.HoldsAsync("the server's tools are offered", TimeSpan.FromSeconds(90), async () =>
            (await client.ListToolsAsync()).Any(t => t.Name == "test_simple_text"));
        (await client.ListToolsAsync()).Select(t => t.Name).ShouldContain("inner_token");

        var answer = await client.CallToolAsync("test_simple_text");
        (answer.IsError ?? false).ShouldBeFalse();
        answer.Content.OfType<TextContentBlock>().ShouldNotBeEmpty();
        var refused = await client.CallToolAsync("inner_token");
        refused.IsError.ShouldBe(true);
        ((TextContentBlock)refused.Content[0]).Text.ShouldBe("The service has an address that connectors may not reach.");

        // Neither a restart nor an error of the pod's containers was behind any of it.
        (await Kubectl.RunAsync(["-n", tenant.Namespace, "get", "pods", "-l", "app.kubernetes.io/name=mcp-instance", "-o", "jsonpath={.items[*].status.containerStatuses[*].restartCount}"]))
            .Trim().ShouldBe("0 0");
    }
}
