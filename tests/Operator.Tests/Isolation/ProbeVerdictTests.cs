using McpTenants.Api;
using McpTenants.Operator.Isolation;

namespace Operator.Tests.Isolation;

public sealed class ProbeVerdictTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly ProbeTarget[] Targets =
        [new("dns", true), new("gateway", false, "10.0.0.1", 8080), new("metadata", false, "169.254.169.254", 80)];

    [Fact]
    public void Of_EverythingAsItMustBe_IsVerified_AndNamesWhatHasNoProof()
    {
        var status = ProbeVerdict.Of(Found(), Noon, null);

        status.Outcome.ShouldBe(ProbeOutcome.Verified);
        (status.ProbedAt, status.VerifiedAt).ShouldBe((Noon, Noon));
        status.Message.ShouldBe("Packets of 2026-11-01T12:00:00Z: refused as they must be: gateway, closed-port; let through as they must be: dns, from-operator. No proof about metadata: nothing answers there at all.");
        status.Probes!.Single(p => p.Name == "metadata").Control.ShouldBe(ProbeSight.Closed);
    }

    [Fact]
    public void Of_OneConnectionThatMustFail_IsNotEnforced_WhateverElseIsUnclear()
    {
        var status = ProbeVerdict.Of(Found(gateway: true, control: false) with { OpenPort = false, ClosedPort = null }, Noon, null);

        status.Outcome.ShouldBe(ProbeOutcome.NotEnforced);
        status.Message.ShouldBe("Packets of 2026-11-01T12:00:00Z got through that the policies forbid: gateway.");
    }

    [Fact]
    public void Of_ClosedPortThatTheOperatorReaches_IsNotEnforced() =>
        ProbeVerdict.Of(Found() with { ClosedPort = true }, Noon, null).Message!.ShouldContain("forbid: closed-port");

    [Fact]
    public void Of_RefusalWithoutControl_ProvesNothing()
    {
        var status = ProbeVerdict.Of(Found(control: false), Noon, null);

        status.Outcome.ShouldBe(ProbeOutcome.Inconclusive);
        status.Message!.ShouldContain("nothing of it answers the operator either");
        status.VerifiedAt.ShouldBeNull();
    }

    [Fact]
    public void Of_PodWithoutNetwork_ProvesNothing()
    {
        // Everything was refused, even what must work: that says nothing about policies.
        var status = ProbeVerdict.Of(Found(dns: false), Noon, null);

        status.Outcome.ShouldBe(ProbeOutcome.Inconclusive);
        status.Message!.ShouldContain("what must work did not (dns)");
    }

    [Fact]
    public void Of_OperatorThatCannotReachThePod_ProvesNothing() =>
        ProbeVerdict.Of(Found() with { OpenPort = false, ClosedPort = null }, Noon, null).Message!.ShouldContain("into the namespace");

    [Fact]
    public void Of_NoReport_SaysWhy_AndKeepsTheLastProof()
    {
        var before = ProbeVerdict.Of(Found(), Noon, null);

        var status = ProbeVerdict.Of(new ProbeFindings { Targets = Targets, Trouble = "its pod waits: ImagePullBackOff" }, Noon.AddHours(6), before);

        (status.Outcome, status.VerifiedAt, status.Inconclusive).ShouldBe((ProbeOutcome.Inconclusive, Noon, 1));
        status.Message.ShouldBe("The probe of 2026-11-01T18:00:00Z proved nothing: its pod waits: ImagePullBackOff.");
        ProbeVerdict.Of(new ProbeFindings { Targets = Targets }, Noon.AddHours(7), status).Inconclusive.ShouldBe(2);
    }

    [Fact]
    public void Of_NothingProvedAfterALeak_TakesNothingBack()
    {
        var leak = ProbeVerdict.Of(Found(gateway: true), Noon, null);

        var status = ProbeVerdict.Of(new ProbeFindings { Targets = Targets }, Noon.AddMinutes(5), leak);

        (status.Outcome, status.Message, status.Inconclusive).ShouldBe((ProbeOutcome.NotEnforced, leak.Message, 1));
        ProbeVerdict.Of(Found(), Noon.AddMinutes(9), status).Outcome.ShouldBe(ProbeOutcome.Verified);
    }

    [Fact]
    public void Evidence_NamesNoAddress()
    {
        var text = k8s.KubernetesJson.Serialize(ProbeVerdict.Of(Found(gateway: true), Noon, null));

        text.ShouldNotContain("10.0.0.1");
        text.ShouldNotContain("169.254");
    }

    private static ProbeFindings Found(bool dns = true, bool gateway = false, bool control = true) => new()
    {
        Targets = Targets,
        Report = new ProbeReport([new("dns", dns, 1), new("gateway", gateway, 1), new("metadata", false, 1)], [ProbeContract.OpenPort]),
        Controls = new Dictionary<string, bool> { ["gateway"] = control, ["metadata"] = false },
        OpenPort = true,
        ClosedPort = false,
    };
}
