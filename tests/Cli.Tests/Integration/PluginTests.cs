using System.Text.Json.Nodes;
using McpTenants.Testing;

namespace Cli.Tests.Integration;

/// <summary>The plugin against a real API server without operator, so that nothing but the plugin changes anything.</summary>
[Trait("Tier", "Integration")]
public sealed class PluginTests : IAsyncLifetime
{
    private readonly string name = $"cli-{Guid.NewGuid():N}"[..16];

    public async ValueTask InitializeAsync()
    {
        await Plugin.KubectlAsync($"apply -f {Repository.Root}/crds");
        await Plugin.KubectlAsync("wait --for=condition=Established --timeout=60s crd/mcptenants.mcptenants.dev");
        await Plugin.KubectlAsync(
            "create -f -",
            new JsonObject
            {
                ["apiVersion"] = "mcptenants.dev/v1alpha1",
                ["kind"] = "McpTenant",
                ["metadata"] = new JsonObject { ["name"] = name },
                ["spec"] = JsonNode.Parse("""{"displayName":"Acme","auth":{"mode":"ApiKey","apiKeys":[{"name":"ci","sha256":"0000000000000000000000000000000000000000000000000000000000000000"}]}}"""),
            }.ToJsonString());
    }

    public async ValueTask DisposeAsync()
    {
        await Plugin.KubectlAsync($"delete mcptenant {name}");
        await Plugin.KubectlAsync($"delete namespace mcpt-{name} --ignore-not-found --wait=false");
    }

    [Fact]
    public async Task List_AsJson_IsOneList()
    {
        var (code, output, _) = await Plugin.RunAsync("list", "-o", "json");

        code.ShouldBe(0);
        var list = JsonNode.Parse(output)!;
        ((string?)list["kind"]).ShouldBe("List");
        list["items"]!.AsArray().Select(i => (string?)i!["metadata"]!["name"]).ShouldContain(name);
    }

    [Fact]
    public async Task SuspendAndResume_WriteThatFieldAndNothingElse()
    {
        var before = await SpecAsync();

        (await Plugin.RunAsync("suspend", name, "--reason", "unpaid", "--wait=false")).ShouldBe((0, $"mcptenant.mcptenants.dev/{name} suspended\n", ""));
        var suspended = await SpecAsync();
        (await Plugin.RunAsync("resume", name, "--wait=false")).Output.ShouldBe($"mcptenant.mcptenants.dev/{name} resumed\n");
        var resumed = await SpecAsync();

        ((bool)suspended["suspended"]!, (string?)suspended["suspendReason"]).ShouldBe((true, "unpaid"));
        resumed.Remove("suspended");
        before.Remove("suspended");
        resumed.ToJsonString().ShouldBe(before.ToJsonString());
    }

    [Fact]
    public async Task Suspend_WhenNobodyActsOnIt_SaysSoWhenTheTimeIsUp()
    {
        var (code, _, error) = await Plugin.RunAsync("suspend", name, "--timeout", "1s");

        code.ShouldBe(1);
        error.ShouldBe($"error: '{name}' is not suspended after 1 s; kubectl mcpt describe {name} shows more\n");
    }

    [Fact]
    public async Task Wake_RaisesTheScaleFromZeroToOne_AndLeavesOneAsItIs()
    {
        await ProvisionAsync();

        (await Plugin.RunAsync("wake", name, "--wait=false")).ShouldBe((0, $"mcptenant.mcptenants.dev/{name} awake\n", ""));
        var generation = await DeploymentAsync("{.metadata.generation} {.spec.replicas}");
        (await Plugin.RunAsync("wake", name, "--wait=false")).Code.ShouldBe(0);

        generation.ShouldEndWith(" 1");
        (await DeploymentAsync("{.metadata.generation} {.spec.replicas}")).ShouldBe(generation);
    }

    [Fact]
    public async Task Wake_SuspendedTenant_IsRefusedWithTheWayOut()
    {
        await Plugin.RunAsync("suspend", name, "--wait=false");

        (await Plugin.RunAsync("wake", name)).ShouldBe((1, "", $"error: '{name}' is suspended; kubectl mcpt resume {name} ends that\n"));
    }

    [Fact]
    public async Task Command_ForATenantThatIsNotThere_SaysSo() =>
        (await Plugin.RunAsync("wake", "nobody")).ShouldBe((1, "", "error: there is no tenant 'nobody'; kubectl mcpt list shows all\n"));

    [Fact]
    public async Task Doctor_WithoutAnInstallation_NamesWhatIsMissing_AndFails()
    {
        var (code, output, error) = await Plugin.RunAsync("doctor", "-n", "nowhere", "-o", "json");

        code.ShouldBe(1, error);
        var verdicts = JsonNode.Parse(output)!.AsArray().ToLookup(f => (string)f!["check"]!, f => (string)f!["verdict"]!);
        verdicts["kubernetes"].ShouldBe(["Ok"]);
        verdicts["definitions"].ShouldBe(["Ok"]);
        verdicts["operator"].ShouldBe(["Failed"]);
        verdicts["gateway"].ShouldBe(["Failed"]);
        verdicts["system-namespace"].ShouldBe(["Failed"]);
        verdicts["dns"].ShouldBe(["Failed"]);
        verdicts["rights"].ShouldAllBe(v => v == "Failed");
        verdicts["base-domain"].ShouldBe(["Unknown"]);
    }

    [Theory]
    [InlineData("True", 0)]
    [InlineData("False", 1)]
    [InlineData("Unknown", 1)]
    public async Task Probe_WaitsForTheAnswerToItsOwnRequest_AndEndsByIt(string status, int code)
    {
        var probing = Plugin.RunAsync("probe", name, "--timeout", "60s");
        var request = await RequestAsync();
        var tenant = JsonNode.Parse(await Plugin.KubectlAsync($"get mcptenant {name} -o json"))!;
        tenant["status"] = new JsonObject
        {
            ["networkIsolation"] = new JsonObject
            {
                ["request"] = request,
                ["probes"] = new JsonArray(new JsonObject { ["name"] = "gateway", ["expected"] = "Closed", ["seen"] = "Open", ["control"] = "Open" }),
            },
            ["conditions"] = new JsonArray(new JsonObject
            {
                ["type"] = "NetworkIsolationVerified",
                ["status"] = status,
                ["reason"] = "Some",
                ["message"] = "What packets showed.",
                ["lastTransitionTime"] = "2026-11-01T12:00:00Z",
            }),
        };
        await Plugin.KubectlAsync($"replace --raw /apis/mcptenants.dev/v1alpha1/mcptenants/{name}/status -f -", tenant.ToJsonString());

        var (ended, output, error) = await probing;

        ended.ShouldBe(code, error);
        output.ShouldContain("gateway");
        output.ShouldEndWith($"NetworkIsolationVerified is {status}: What packets showed.\n");
    }

    // The plugin writes it when it has started; the bound is for the slowest machine.
    private async Task<string> RequestAsync()
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(60))
        {
            if ((await Plugin.KubectlAsync($"get mcptenant {name} -o json")) is var json && (string?)JsonNode.Parse(json)!["metadata"]!["annotations"]?["mcptenants.dev/probe-requested-at"] is { } request)
                return request;
        }

        throw new TimeoutException("The plugin asked for nothing.");
    }

    private async Task<JsonObject> SpecAsync() => JsonNode.Parse(await Plugin.KubectlAsync($"get mcptenant {name} -o json"))!["spec"]!.AsObject();

    private async Task<string> DeploymentAsync(string path) => (await Plugin.KubectlAsync($"-n mcpt-{name} get deployment mcp-instance -o jsonpath='{path}'")).Trim();

    private async Task ProvisionAsync()
    {
        await Plugin.KubectlAsync($"create namespace mcpt-{name}");
        await Plugin.KubectlAsync($"-n mcpt-{name} create deployment mcp-instance --image=none --replicas=0");
        // kubectl of these versions writes no status; the server's own API does.
        await Plugin.KubectlAsync(
            $"replace --raw /apis/mcptenants.dev/v1alpha1/mcptenants/{name}/status -f -",
            (await WithStatusAsync()).ToJsonString());
    }

    private async Task<JsonNode> WithStatusAsync()
    {
        var tenant = JsonNode.Parse(await Plugin.KubectlAsync($"get mcptenant {name} -o json"))!;
        tenant["status"] = new JsonObject { ["namespace"] = $"mcpt-{name}", ["phase"] = "Asleep" };
        return tenant;
    }
}
