using System.Text.Json.Nodes;
using McpTenants.Api;
using McpTenants.Operator.Hosting;
using McpTenants.Operator.Plan;

namespace Operator.Tests.Plan;

public sealed class TenantPlannerTests
{
    [Fact]
    public void Resources_MemoryAndScratchSpace_AreSetAsideInFull()
    {
        var resources = PlanFixture.Plan(PlanFixture.Tenant()).Find("Deployment", "mcp-instance").Manifest["spec"]!["template"]!["spec"]!["containers"]![0]!["resources"]!;

        var (requests, limits) = (resources["requests"]!, resources["limits"]!);
        ((string?)requests["memory"], (string?)requests["ephemeral-storage"]).ShouldBe(((string?)limits["memory"], (string?)limits["ephemeral-storage"]));
    }

    [Fact]
    public void Plan_ItsOrder_PutsGuardrailsBeforeAnythingThatRuns()
    {
        var keys = PlanFixture.Plan(PlanFixture.Tenant()).Objects.Select(o => $"{o.Key.Kind}/{o.Key.Name}").ToArray();

        keys.ShouldBe(
        [
            "Namespace/mcpt-acme", "RoleBinding/mcp-operator", "RoleBinding/mcp-gateway", "NetworkPolicy/deny-all", "ResourceQuota/mcp-limits", "LimitRange/mcp-limits",
            "ServiceAccount/mcp-instance", "ServiceAccount/default", "NetworkPolicy/allow-ingress", "NetworkPolicy/allow-egress", "ConfigMap/mcp-instance",
            "PersistentVolumeClaim/mcp-data", "Deployment/mcp-instance", "Service/mcp-instance", "Ingress/mcpt-acme",
        ]);
    }

    [Fact]
    public void Plan_SameInput_GivesSameBytes()
    {
        string[] Manifests() => [.. PlanFixture.Plan(PlanFixture.Tenant()).Objects.Select(o => o.Manifest.ToJsonString())];

        Manifests().ShouldBe(Manifests());
    }

    [Fact]
    public void Plan_EveryObject_CarriesTheTenantsIdentity() =>
        PlanFixture.Plan(PlanFixture.Tenant()).Objects.ShouldAllBe(o => (string?)o.Manifest["metadata"]!["labels"]![McpTenantNames.TenantUidLabel] == PlanFixture.Uid);

    [Fact]
    public void Namespace_Always_EnforcesRestrictedPodsAndHasNoOwner()
    {
        var metadata = PlanFixture.Plan(PlanFixture.Tenant(), new OperatorOptions { PodSecurityVersion = "v1.30" }).Find("Namespace", "mcpt-acme").Manifest["metadata"]!;

        ((string?)metadata["labels"]!["pod-security.kubernetes.io/enforce"]).ShouldBe("restricted");
        ((string?)metadata["labels"]!["pod-security.kubernetes.io/enforce-version"]).ShouldBe("v1.30");
        metadata["ownerReferences"].ShouldBeNull();
    }

    [Fact]
    public void DenyAll_Always_SelectsEveryPodInBothDirections() =>
        PlanFixture.Plan(PlanFixture.Tenant()).Find("NetworkPolicy", "deny-all").Manifest["spec"]!.ToJsonString()
            .ShouldBe("""{"podSelector":{},"policyTypes":["Ingress","Egress"]}""");

    [Fact]
    public void Egress_Declared_OpensThatRangeAndPortOnly()
    {
        var tenant = PlanFixture.Tenant(s => s.Isolation = new IsolationSpec { Egress = [new EgressRule { Cidr = "203.0.113.0/24", Ports = [new EgressPort { Port = 443 }] }] });

        var rules = PlanFixture.Plan(tenant).Find("NetworkPolicy", "allow-egress").Manifest["spec"]!["egress"]!.AsArray();

        rules.Count.ShouldBe(2);
        rules[1]!.ToJsonString().ShouldBe("""{"ports":[{"port":443,"protocol":"TCP"}],"to":[{"ipBlock":{"cidr":"203.0.113.0/24"}}]}""");
    }

    [Fact]
    public void AdminPort_IsOpenToTheOperatorOnly()
    {
        var ingress = PlanFixture.Plan(PlanFixture.Tenant()).Find("NetworkPolicy", "allow-ingress").Manifest["spec"]!["ingress"]!.AsArray();

        var admin = ingress.Single(rule => (int)rule!["ports"]![0]!["port"]! == 8081)!;
        admin["ports"]!.AsArray().Count.ShouldBe(1);
        admin["from"]!.ToJsonString().ShouldBe(
            """[{"namespaceSelector":{"matchLabels":{"mcptenants.dev/system":"true"}},"podSelector":{"matchExpressions":[{"key":"app.kubernetes.io/component","operator":"In","values":["operator"]}]}}]""");
    }

    [Fact]
    public void Suspended_Network_LeavesTheOperatorsExportPortOnly()
    {
        var plan = PlanFixture.Plan(PlanFixture.Tenant(s => s.Suspended = true));

        plan.Objects.ShouldNotContain(o => o.Key.Name == "allow-egress");
        var ingress = plan.Find("NetworkPolicy", "allow-ingress").Manifest["spec"]!["ingress"]!.AsArray();
        ingress.Count.ShouldBe(1);
        ((int)ingress[0]!["ports"]![0]!["port"]!).ShouldBe(8082);
        ingress.ToJsonString().ShouldNotContain("gateway");
    }

    [Fact]
    public void Deployment_Always_LeavesReplicasToOthersAndIsBornAsleep()
    {
        var planned = (PlannedObject<k8s.Models.V1Deployment>)PlanFixture.Plan(PlanFixture.Tenant()).Find("Deployment", "mcp-instance");

        planned.Manifest["spec"]!.AsObject().ContainsKey("replicas").ShouldBeFalse();
        planned.Skeleton!.Spec!.Replicas.ShouldBe(0);
    }

    [Fact]
    public void Pod_Always_IsRestrictedAndHasNoCredential()
    {
        var pod = PlanFixture.Plan(PlanFixture.Tenant()).Find("Deployment", "mcp-instance").Manifest["spec"]!["template"]!["spec"]!;

        ((bool)pod["automountServiceAccountToken"]!).ShouldBeFalse();
        ((bool)pod["enableServiceLinks"]!).ShouldBeFalse();
        ((bool)pod["securityContext"]!["runAsNonRoot"]!).ShouldBeTrue();
        ((string?)pod["securityContext"]!["seccompProfile"]!["type"]).ShouldBe("RuntimeDefault");
        pod["containers"]![0]!["securityContext"]!.ToJsonString().ShouldBe(
            """{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]},"readOnlyRootFilesystem":true,"runAsNonRoot":true}""");
        pod["containers"]![0]!["livenessProbe"]!["httpGet"]!.AsObject().ContainsKey("host").ShouldBeFalse();
    }

    [Fact]
    public void Secret_Named_IsMountedAsReadOnlyFiles()
    {
        var tenant = PlanFixture.Tenant(s => s.Secrets = new SecretsSpec { Provider = SecretProvider.Kubernetes, Kubernetes = new KubernetesSecretsSpec { SecretName = "crm" } });

        var pod = PlanFixture.Plan(tenant).Find("Deployment", "mcp-instance").Manifest["spec"]!["template"]!["spec"]!;

        JsonNode.DeepEquals(
            pod["volumes"]!.AsArray().Single(v => (string?)v!["name"] == "secrets")!["secret"],
            new JsonObject { ["defaultMode"] = 288, ["secretName"] = "crm" }).ShouldBeTrue();
        pod["containers"]![0]!["volumeMounts"]!.AsArray().Single(m => (string?)m!["name"] == "secrets")!.ToJsonString()
            .ShouldBe("""{"mountPath":"/etc/mcp-secrets","name":"secrets","readOnly":true}""");
    }

    [Fact]
    public void CustomHosts_Each_GetTheirOwnIngress()
    {
        var plan = PlanFixture.Plan(PlanFixture.Tenant(s => s.CustomHosts = ["mcp.acme.example"]));

        plan.Objects.Where(o => o.Key.Kind == "Ingress").Select(o => (string?)o.Manifest["spec"]!["rules"]![0]!["host"]).ShouldBe(["acme.mcp.test", "mcp.acme.example"]);
    }

    [Fact]
    public void Quota_Always_ForbidsPortsToTheOutside()
    {
        var hard = PlanFixture.Plan(PlanFixture.Tenant()).Find("ResourceQuota", "mcp-limits").Manifest["spec"]!["hard"]!;

        hard["services.loadbalancers"]!.ToString().ShouldBe("0");
        hard["services.nodeports"]!.ToString().ShouldBe("0");
    }
}
