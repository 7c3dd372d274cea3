using k8s;
using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Jwks;
using McpTenants.Operator.Pipeline;
using McpTenants.Operator.Plan;
using McpTenants.Operator.Sleep;
using McpTenants.Operator.Status;
using Operator.Tests.Plan;

namespace Operator.Tests.Status;

public sealed class StatusProjectorTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Project_EverythingWritten_IsAsleepAndReady()
    {
        var status = Project(PlanFixture.Tenant());

        status.Phase.ShouldBe(TenantPhase.Asleep);
        StatusOf(status, "Ready").ShouldBe("True");
        StatusOf(status, "Asleep").ShouldBe("True");
        status.Url.ShouldBe("https://acme.mcp.test/mcp");
        status.Namespace.ShouldBe("mcpt-acme");
        status.ObservedGeneration.ShouldBe(1);
    }

    [Fact]
    public void Project_EveryCondition_HasAMessage() =>
        // Kubernetes 1.20 answers 422 to an empty one.
        Project(PlanFixture.Tenant()).Conditions!.ShouldAllBe(c => c.Message.Length > 0);

    [Fact]
    public void Project_Twice_GivesTheSameBytes()
    {
        var tenant = PlanFixture.Tenant();
        tenant.Status = Project(tenant);

        KubernetesJson.Serialize(Project(tenant, now: Noon.AddHours(1))).ShouldBe(KubernetesJson.Serialize(tenant.Status));
    }

    [Fact]
    public void Project_NoFlip_KeepsTheTransitionTime()
    {
        var tenant = PlanFixture.Tenant();
        tenant.Status = Project(tenant);

        var later = Project(tenant, Deployment(replicas: 1, available: 1), now: Noon.AddHours(1));

        Find(later, "Ready").LastTransitionTime.ShouldBe(Noon.UtcDateTime);
        Find(later, "Asleep").LastTransitionTime.ShouldBe(Noon.AddHours(1).UtcDateTime);
        later.Phase.ShouldBe(TenantPhase.Ready);
    }

    [Fact]
    public void Project_WakingTenant_StaysReady()
    {
        var tenant = PlanFixture.Tenant();
        tenant.Status = Project(tenant);

        var status = Project(tenant, Deployment(replicas: 1, available: 0));

        StatusOf(status, "Ready").ShouldBe("True");
        StatusOf(status, "WorkloadAvailable").ShouldBe("Unknown");
    }

    [Fact]
    public void Project_InstanceThatCannotStart_SaysWhy()
    {
        var deployment = Deployment(replicas: 1, available: 0);
        deployment.Status!.Conditions = [new V1DeploymentCondition { Type = "ReplicaFailure", Status = "True", Message = "exceeded quota" }];

        var status = Project(PlanFixture.Tenant(), deployment);

        status.Phase.ShouldBe(TenantPhase.Failed);
        Find(status, "Ready").Message.ShouldBe("exceeded quota");
    }

    [Fact]
    public void Project_FailedStage_LeavesLaterOnesPending()
    {
        var status = Project(PlanFixture.Tenant(), outcome: new ApplyOutcome { Failure = new ApplyFailure(Stage.Guardrails, Reasons.Forbidden, "no right to create networkpolicies") });

        StatusOf(status, "NamespaceReady").ShouldBe("True");
        Find(status, "NetworkIsolated").Reason.ShouldBe("Forbidden");
        Find(status, "RouteReady").Reason.ShouldBe("Pending");
        Find(status, "Ready").Message.ShouldContain("networkpolicies");
        status.Phase.ShouldBe(TenantPhase.Failed);
    }

    [Fact]
    public void Project_Refused_NamesTheReasonAndKeepsTheRest()
    {
        var tenant = PlanFixture.Tenant();
        tenant.Status = Project(tenant);

        var status = StatusProjector.Project(new Projection { Snapshot = Snapshot(tenant), Refusal = ("HostTaken", "taken"), Now = Noon });

        status.Phase.ShouldBe(TenantPhase.Failed);
        Find(status, "Accepted").Reason.ShouldBe("HostTaken");
        StatusOf(status, "NetworkIsolated").ShouldBe("True");
    }

    [Fact]
    public void Project_Suspended_IsNotReady()
    {
        var status = Project(PlanFixture.Tenant(s => s.Suspended = true));

        status.Phase.ShouldBe(TenantPhase.Suspended);
        Find(status, "Ready").Reason.ShouldBe("Suspended");
        StatusOf(status, "Suspended").ShouldBe("True");
    }

    [Fact]
    public void Project_IssuerWithoutKeys_IsNotReady()
    {
        var status = Project(PlanFixture.Tenant(), keys: new TenantKeys(KeySet.Empty, "https://login.test", "Issuer https://login.test: answered 500.", false));

        Find(status, "Ready").Reason.ShouldBe("IssuerUnavailable");
        Find(status, "Ready").Message.ShouldContain("500");
    }

    [Fact]
    public void Project_IngressWithoutAddress_IsNotReadyAndNamesTheHost()
    {
        var status = Project(PlanFixture.Tenant(), Ingress(address: null));

        Find(status, "RouteReady").Reason.ShouldBe("AwaitingAddress");
        Find(status, "Ready").Message.ShouldContain("acme.mcp.test");
        status.Phase.ShouldBe(TenantPhase.Provisioning);
    }

    [Fact]
    public void Project_IngressWithAddress_IsRouted() => StatusOf(Project(PlanFixture.Tenant(), Ingress("192.0.2.1")), "RouteReady").ShouldBe("True");

    [Fact]
    public void Project_IngressMadeInThisPass_AwaitsItsAddress() => Find(Project(PlanFixture.Tenant(), ingress: null), "RouteReady").Reason.ShouldBe("AwaitingAddress");

    [Fact]
    public void Project_OneHostOfTwoWithAddress_AwaitsTheOther()
    {
        var tenant = PlanFixture.Tenant();
        tenant.Spec.CustomHosts = ["mcp.customer.example"];

        var route = Find(Project(tenant, Ingress("192.0.2.1")), "RouteReady");

        route.Reason.ShouldBe("AwaitingAddress");
        route.Message.ShouldContain("mcp.customer.example");
        route.Message.ShouldNotContain("acme.mcp.test");
    }

    [Fact]
    public void Project_LastStartFailed_IsSaidAlsoAsleep_AndByTheNextOperator()
    {
        var tenant = PlanFixture.Tenant();
        tenant.Metadata.Generation = 4;
        var failed = Project(tenant, Deployment(0, 0), start: new StartReport("uid", 4, new StartFailure("QuotaExceeded", "FailedCreate: exceeded quota")));
        tenant.Status = failed;
        var later = Project(tenant, Deployment(0, 0));

        failed.Phase.ShouldBe(TenantPhase.Failed);
        Find(failed, "Ready").Reason.ShouldBe("QuotaExceeded");
        Find(failed, "Ready").Message.ShouldContain("exceeded quota");
        Find(later, "WorkloadAvailable").Reason.ShouldBe("QuotaExceeded");
    }

    [Fact]
    public void Project_LastStartFailed_IsForgottenOnceItRunsOrIsSpecifiedAnew()
    {
        var tenant = PlanFixture.Tenant();
        tenant.Metadata.Generation = 4;
        var report = new StartReport("uid", 4, new StartFailure("CrashLoop", "CrashLoopBackOff"));
        tenant.Status = Project(tenant, Deployment(1, 0), start: report);

        StatusOf(Project(tenant, Deployment(1, 1), start: report), "WorkloadAvailable").ShouldBe("True");
        tenant.Metadata.Generation = 5;
        StatusOf(Project(tenant, Deployment(1, 0), start: report), "WorkloadAvailable").ShouldBe("Unknown");
        StatusOf(Project(tenant, Deployment(0, 0)), "WorkloadAvailable").ShouldBe("True");
    }

    [Theory]
    [InlineData(null, "False", "Pending")]
    [InlineData(false, "False", "SecretMissing")]
    [InlineData(true, "True", "Asleep")]
    public void Project_NamedSecret_IsAwaitedBeforeReady(bool? exists, string ready, string reason)
    {
        var tenant = PlanFixture.Tenant();
        tenant.Spec.Secrets = new SecretsSpec { Provider = SecretProvider.Kubernetes, Kubernetes = new KubernetesSecretsSpec { SecretName = "acme-keys" } };

        var condition = Find(StatusProjector.Project(new Projection { Snapshot = Snapshot(tenant) with { SecretExists = exists }, Tenant = Effective.Of(tenant, PlanFixture.Platform), Now = Noon }), "Ready");

        (condition.Status, condition.Reason).ShouldBe((ready, reason));
    }

    [Fact]
    public void Project_LastActivity_StaysWhatOthersWrote()
    {
        var tenant = PlanFixture.Tenant();
        tenant.Status = new McpTenantStatus { LastActivityTime = Noon };

        Project(tenant).LastActivityTime.ShouldBe(Noon);
    }

    private static McpTenantStatus Project(
        McpTenant tenant, V1Deployment? deployment = null, ApplyOutcome? outcome = null, TenantKeys? keys = null, DateTimeOffset? now = null,
        StartReport? start = null) =>
        StatusProjector.Project(new Projection
        {
            Snapshot = Snapshot(tenant, deployment, keys) with { Start = start },
            Tenant = Effective.Of(tenant, PlanFixture.Platform),
            Outcome = outcome ?? new ApplyOutcome(),
            Now = now ?? Noon,
        });

    private static McpTenantStatus Project(McpTenant tenant, V1Ingress? ingress)
    {
        var live = new Dictionary<ObjectKey, IKubernetesObject<V1ObjectMeta>>();
        if (ingress is not null)
            live.Add(new ObjectKey("Ingress", "mcp-system", "mcpt-acme"), ingress);
        return StatusProjector.Project(new Projection
        {
            Snapshot = Snapshot(tenant) with { Live = live },
            Tenant = Effective.Of(tenant, PlanFixture.Platform),
            AwaitIngressAddress = true,
            Now = Noon,
        });
    }

    private static V1Ingress Ingress(string? address) => new()
    {
        Spec = new V1IngressSpec { Rules = [new V1IngressRule { Host = "acme.mcp.test" }] },
        Status = new V1IngressStatus { LoadBalancer = new V1LoadBalancerStatus { Ingress = address is null ? [] : [new V1LoadBalancerIngress { Ip = address }] } },
    };

    private static TenantSnapshot Snapshot(McpTenant tenant, V1Deployment? deployment = null, TenantKeys? keys = null) => new()
    {
        Tenant = tenant,
        Keys = keys ?? TenantKeys.NotNeeded,
        Live = deployment is null
            ? new Dictionary<ObjectKey, IKubernetesObject<V1ObjectMeta>>()
            : new Dictionary<ObjectKey, IKubernetesObject<V1ObjectMeta>> { [new ObjectKey("Deployment", "mcpt-acme", "mcp-instance")] = deployment },
    };

    private static V1Deployment Deployment(int replicas, int available) => new()
    {
        Spec = new V1DeploymentSpec { Replicas = replicas },
        Status = new V1DeploymentStatus { AvailableReplicas = available },
    };

    private static V1Condition Find(McpTenantStatus status, string type) => status.Conditions!.Single(c => c.Type == type);

    private static string StatusOf(McpTenantStatus status, string type) => Find(status, type).Status;
}
