using k8s.Models;
using McpTenants.Cli.Doctor;

namespace Cli.Tests.Doctor;

/// <summary>Set-ups that are broken on purpose: the one check that is about it says so, and what to do; all others stay content.</summary>
public sealed class ExaminationTests
{
    [Fact]
    public void Of_HealthyInstallation_FindsNothing() => Examination.Of(Healthy.Facts()).ShouldAllBe(f => f.Verdict == Verdict.Ok);

    [Fact]
    public void Of_OldServer_IsRefused() =>
        Only(f => f with { Version = new(new VersionInfo { Major = "1", Minor = "19+", GitVersion = "v1.19.3" }) }).ShouldBe(("kubernetes", Verdict.Failed));

    [Fact]
    public void Of_MissingDefinition_IsNamed() => Only(f => f with { Definitions = new([Healthy.Definition("mcptenants")]) }).ShouldBe(("definitions", Verdict.Failed));

    [Fact]
    public void Of_DefinitionThatIsBeingDeleted_IsNamedBeforeTenantsGo()
    {
        var going = Healthy.Definition("mcptenants");
        going.Metadata.DeletionTimestamp = Healthy.Now.UtcDateTime;

        Only(f => f with { Definitions = new([going, .. f.Definitions.Value!.Skip(1)]) }).ShouldBe(("definitions", Verdict.Failed));
    }

    [Fact]
    public void Of_OperatorWhoseImageCannotBePulled_SaysWhy()
    {
        var pod = new V1Pod
        {
            Metadata = new() { Name = "p", Labels = new Dictionary<string, string> { ["app.kubernetes.io/component"] = "operator" } },
            Status = new() { ContainerStatuses = [new() { Name = "operator", Image = "i", ImageID = "", State = new() { Waiting = new() { Reason = "ImagePullBackOff" } } }] },
        };

        var finding = Examination.Of(Healthy.Facts() with { Operator = new(Healthy.Deployment(0)), SystemPods = new([pod]) }).Single(f => f.Verdict == Verdict.Failed);

        finding.Check.ShouldBe("operator");
        finding.Detail.ShouldContain("ImagePullBackOff");
    }

    [Fact]
    public void Of_GatewayMissing_IsNamed() => Only(f => f with { Gateway = new((V1Deployment?)null) }).ShouldBe(("gateway", Verdict.Failed));

    [Fact]
    public void Of_WebhookOutOfReach_IsNamed() =>
        Only(f => f with { WebhookAnswer = new("Internal error occurred: failed calling webhook \"w\": connect: connection refused") }).ShouldBe(("webhook", Verdict.Failed));

    [Fact]
    public void Of_WebhookCertificateEnded_IsNamed() => Only(f => f with { Webhook = new(Healthy.WebhookUntil(Healthy.Now.AddDays(-1))) }).ShouldBe(("webhook", Verdict.Failed));

    [Fact]
    public void Of_MissingVerb_NamesWhoAndWhat()
    {
        var finding = Examination.Of(Healthy.Facts() with { Rights = new([new Right("operator", true, false, "create namespaces")]) }).Single(f => f.Verdict != Verdict.Ok);

        finding.Verdict.ShouldBe(Verdict.Failed);
        finding.Detail.ShouldBe("the operator may not create namespaces");
    }

    [Fact]
    public void Of_RightThatIsTooMuch_IsAWarning() => Only(f => f with { Rights = new([new Right("gateway", false, true, "list secrets")]) }).ShouldBe(("rights", Verdict.Warning));

    [Fact]
    public void Of_SystemNamespaceWithoutLabel_IsNamed() =>
        Only(f => f with { Namespaces = new([.. f.Namespaces.Value!.Where(n => n.Metadata.Name != "mcp-system"), Healthy.Namespace("mcp-system")]) }).ShouldBe(("system-namespace", Verdict.Failed));

    [Fact]
    public void Of_DnsWithOtherLabels_IsNamed() => Only(f => f with { DnsPods = new([]) }).ShouldBe(("dns", Verdict.Failed));

    [Fact]
    public void Of_DnsNamespaceWithoutItsLabel_IsNamed() =>
        Only(f => f with { Namespaces = new([.. f.Namespaces.Value!.Where(n => n.Metadata.Name != "kube-system"), Healthy.Namespace("kube-system")]) }).ShouldBe(("dns", Verdict.Failed));

    [Fact]
    public void Of_NothingEnforcesPolicies_IsAWarning() => Only(f => f with { DaemonSets = new([]) }).ShouldBe(("network-enforcement", Verdict.Warning));

    [Fact]
    public void Of_PacketsGotThrough_WeighsMoreThanWhatIsInstalled()
    {
        var tenant = Healthy.Tenant("acme", "True");
        tenant.Status!.Conditions = [.. tenant.Status.Conditions!, new V1Condition { Type = "NetworkIsolationVerified", Status = "False", Message = "10.0.0.7:443 answered" }];

        Only(f => f with { Tenants = new([tenant]) }).ShouldBe(("network-enforcement", Verdict.Failed));
    }

    [Fact]
    public void Of_NoDefaultStorage_IsAWarning() => Only(f => f with { StorageClasses = new([]) }).ShouldBe(("storage", Verdict.Warning));

    [Fact]
    public void Of_IngressClassThatIsNotThere_IsNamed() => Only(f => f with { Operator = new(Healthy.Deployment(1, "--ingress-class=traefik")) }).ShouldBe(("ingress", Verdict.Failed));

    [Fact]
    public void Of_GatewayWithItsOwnTls_NeedsNoIngressClass() =>
        Examination.Of(Healthy.Facts() with { IngressClasses = new([]), Gateway = new(Healthy.Deployment(2, "--tls-port=8443")) }).ShouldAllBe(f => f.Verdict == Verdict.Ok);

    [Fact]
    public void Of_BaseDomainThatTenantsAreNotUnder_IsNamed() => Only(f => f with { BaseDomain = new("mcp.wrong.example") }).ShouldBe(("base-domain", Verdict.Failed));

    [Fact]
    public void Of_NoWildcardRecord_IsAWarning() => Only(f => f with { Addresses = new(null, "Name or service not known") }).ShouldBe(("base-domain", Verdict.Warning));

    [Fact]
    public void Of_EdgeCertificateEnded_IsNamed() => Only(f => f with { Edge = new(f.Edge.Value! with { NotAfter = Healthy.Now.AddHours(-1) }) }).ShouldBe(("certificate", Verdict.Failed));

    [Fact]
    public void Of_EdgeCertificateForAnotherName_IsNamed() => Only(f => f with { Edge = new(f.Edge.Value! with { NameMatches = false }) }).ShouldBe(("certificate", Verdict.Failed));

    [Fact]
    public void Of_TenantThatIsNotReady_IsNamedWithItsReason()
    {
        var finding = Examination.Of(Healthy.Facts() with { Tenants = new([Healthy.Tenant("acme", "False")]) }).Single(f => f.Verdict != Verdict.Ok);

        finding.Check.ShouldBe("tenants");
        finding.Detail.ShouldContain("acme (ImagePull)");
    }

    [Fact]
    public void Of_NamespaceWithoutTenant_IsNamed()
    {
        var orphan = Healthy.Namespace("mcpt-ghost", ("mcptenants.dev/tenant-uid", "uid-ghost"));

        Only(f => f with { Namespaces = new([.. f.Namespaces.Value!, orphan]) }).ShouldBe(("orphans", Verdict.Warning));
    }

    [Fact]
    public void Of_WhatMayNotBeRead_IsUnknownAndNotFine() => Only(f => f with { StorageClasses = new(null, "storageclasses is forbidden") }).ShouldBe(("storage", Verdict.Unknown));

    private static (string Check, Verdict Verdict) Only(Func<ClusterFacts, ClusterFacts> breakIt)
    {
        var finding = Examination.Of(breakIt(Healthy.Facts())).Single(f => f.Verdict != Verdict.Ok);
        finding.Remedy.ShouldNotBeNullOrEmpty();
        return (finding.Check, finding.Verdict);
    }
}
