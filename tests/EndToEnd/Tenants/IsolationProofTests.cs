using EndToEnd.Support;

namespace EndToEnd.Tenants;

/// <summary>Alone: while the enforcer is off, no other test's packets are refused.</summary>
[CollectionDefinition(nameof(WithoutEnforcer), DisableParallelization = true)]
public sealed class WithoutEnforcer;

[Collection(nameof(WithoutEnforcer))]
public sealed class IsolationProofTests
{
    private const string Proof = "{.status.conditions[?(@.type==\"NetworkIsolationVerified\")].status}";

    [Fact]
    public async Task Isolation_IsProvedWithPackets_RefutedWithoutEnforcer_AndSleepsThroughIt()
    {
        await using var tenant = await TestTenant.CreateAsync("e2e-eta", more: "isolation: {requireEnforcement: true}");

        // Ready says so already; this is what it rests on.
        (await StatusAsync(tenant)).ShouldBe("True");
        var evidence = await Kubectl.GetAsync("mcptenant", tenant.Name);
        var probes = evidence["status"]!["networkIsolation"]!["probes"]!.AsArray().ToDictionary(p => (string)p!["name"]!, p => ((string)p!["seen"]!, (string?)p["control"]));
        probes["dns"].ShouldBe(("Open", null));
        probes["gateway"].ShouldBe(("Closed", "Open"));
        probes["gateway-admin"].ShouldBe(("Closed", "Open"));
        probes["gateway-service"].ShouldBe(("Closed", "Open"));
        probes["api-server"].ShouldBe(("Closed", "Open"));
        probes["from-operator"].Item1.ShouldBe("Open");
        probes["closed-port"].ShouldBe(("Closed", "Open"));
        (await tenant.PodsAsync()).ShouldBe(0, "nobody was woken for it");
        (await Kubectl.ExistsAsync("-n", tenant.Namespace, "job/mcp-probe")).ShouldBeFalse();

        var enforcer = await PolicyEnforcer.SwitchOffAsync();
        Assert.SkipWhen(enforcer is null, "only the local cluster's enforcer can be switched off");
        await using (enforcer)
        {
            await AskAsync(tenant, "off");
            var took = await Eventually.HoldsAsync("isolation is refuted", TimeSpan.FromSeconds(60), async () => await StatusAsync(tenant) == "False");
            TestContext.Current.TestOutputHelper!.WriteLine($"refuted {took.TotalSeconds:0.0} s after it was asked");
            var refuted = await Kubectl.RunAsync(["get", "mcptenant", tenant.Name, "-o", "jsonpath={.status.networkIsolation.message}"]);
            refuted.ShouldContain("gateway");
            refuted.ShouldContain("closed-port");
            (await Kubectl.RunAsync(["get", "mcptenant", tenant.Name, "-o", "jsonpath={.status.conditions[?(@.type==\"Ready\")].reason}"])).ShouldBe("NotEnforced");
            (await tenant.PodsAsync()).ShouldBe(0);
        }

        await AskAsync(tenant, "on");
        await Eventually.HoldsAsync("isolation is proved again", TimeSpan.FromSeconds(60), async () => await StatusAsync(tenant) == "True");
        await Kubectl.WaitAsync($"mcptenant/{tenant.Name}", "condition=Ready", 30);
    }

    private static Task<string> StatusAsync(TestTenant tenant) => Kubectl.RunAsync(["get", "mcptenant", tenant.Name, "-o", $"jsonpath={Proof}"]);

    private static Task AskAsync(TestTenant tenant, string request) =>
        Kubectl.RunAsync(["annotate", "mcptenant", tenant.Name, $"mcptenants.dev/probe-requested-at={request}", "--overwrite"]);
}
