using System.Text.Json.Nodes;

namespace Operator.Tests.Chart;

public sealed class ChartPodsTests
{
    private static readonly string[] AllowedVolumes = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];

    public static TheoryData<string> Features => [.. RenderedChart.Features];

    /// <summary>Field by field what the Pod Security Standard "restricted" asks for, and a little more.</summary>
    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Features))]
    public async Task Pods_OfAllKinds_AreInTheRestrictedProfile(string feature)
    {
        foreach (var (owner, pod) in RenderedChart.Pods(await RenderedChart.ObjectsAsync(feature)))
        {
            foreach (var host in new[] { "hostNetwork", "hostPID", "hostIPC", "hostUsers" })
                pod[host].ShouldBeNull($"{owner}: {host}");
            (pod["volumes"] as JsonArray ?? []).SelectMany(v => v!.AsObject().Select(p => p.Key)).Where(k => k != "name").Except(AllowedVolumes).ShouldBeEmpty(owner);
            var context = pod["securityContext"]!;
            ((bool?)context["runAsNonRoot"]).ShouldBe(true, owner);
            ((long?)context["runAsUser"] ?? 0).ShouldBeGreaterThan(0, owner);
            ((string?)context["seccompProfile"]?["type"]).ShouldBe("RuntimeDefault", owner);
            foreach (var forbidden in new[] { "sysctls", "seLinuxOptions", "windowsOptions", "appArmorProfile" })
                context[forbidden].ShouldBeNull($"{owner}: {forbidden}");

            foreach (var container in RenderedChart.Containers(pod))
                ShouldBeRestricted(owner, container);
        }
    }

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Features))]
    public async Task Images_OfAllPodsAndOfTenants_ComeFromTheRegistryThatIsSet(string feature)
    {
        const string Mirror = "mirror.test:5000/deep/path";
        var objects = await RenderedChart.ObjectsAsync(feature, "--set", $"image.registry={Mirror}", "--set", "image.tag=9.9.9");
        var containers = RenderedChart.Pods(objects).SelectMany(p => RenderedChart.Containers(p.Pod)).ToList();

        foreach (var container in containers)
        {
            ((string?)container["image"]).ShouldNotBeNull().ShouldStartWith(Mirror + "/");
            ((string?)container["image"])!.ShouldEndWith(":9.9.9");
        }

        // The tenants' image is an argument of the operator and a setting that operator and gateway share.
        var arguments = containers.SelectMany(c => c["args"] as JsonArray ?? []).Select(a => (string)a!);
        arguments.Single(a => a.StartsWith("--instance-image=", StringComparison.Ordinal)).ShouldBe($"--instance-image={Mirror}/mcp-instance:9.9.9");
        var platform = objects.Single(o => (string?)o["metadata"]!["name"] == "mcp-operator-platform")["data"]!["platform.json"]!;
        ((string?)JsonNode.Parse((string)platform!)!["instanceImage"]).ShouldBe($"{Mirror}/mcp-instance:9.9.9");

        // And nothing that is rendered, whatever it is, names the registry of the defaults.
        objects.Select(o => o.ToJsonString()).Where(o => o.Contains("mcptenants.dev/mcp-", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact(Timeout = 120_000)]
    public async Task Pods_WithPullSecrets_AllUseThem()
    {
        foreach (var (owner, pod) in RenderedChart.Pods(await RenderedChart.ObjectsAsync("air-gap-values.yaml")))
            ((string?)pod["imagePullSecrets"]?[0]?["name"]).ShouldBe("mirror-credentials", owner);
    }

    [Fact(Timeout = 120_000)]
    public async Task Services_AndPolicies_SelectPodsThatExist()
    {
        var objects = await RenderedChart.ObjectsAsync("everything-values.yaml");
        var pods = objects.Where(o => (string?)o["kind"] == "Deployment").Select(o => o["spec"]!["template"]!["metadata"]!["labels"]!.AsObject()).ToList();
        var selectors =
            from o in objects
            let spec = o["spec"]
            let selector = (string?)o["kind"] switch
            {
                "Service" => spec!["selector"],
                "NetworkPolicy" => spec!["podSelector"]!["matchLabels"],
                "PodDisruptionBudget" => spec!["selector"]!["matchLabels"],
                _ => null,
            }
            where selector is not null
            select ($"{o["kind"]}/{o["metadata"]!["name"]}", selector.AsObject());

        foreach (var (name, selector) in selectors)
            pods.Count(labels => selector.All(s => (string?)labels[s.Key] == (string?)s.Value)).ShouldBe(1, name);
    }

    private static void ShouldBeRestricted(string owner, JsonObject container)
    {
        var name = $"{owner}/{container["name"]}";
        var context = container["securityContext"]!.AsObject();
        ((bool?)context["allowPrivilegeEscalation"]).ShouldBe(false, name);
        ((bool?)context["readOnlyRootFilesystem"]).ShouldBe(true, name);
        context["capabilities"]!["drop"]!.AsArray().Select(c => (string?)c).ShouldBe(["ALL"], name);
        foreach (var forbidden in new[] { "privileged", "procMount", "runAsUser", "runAsNonRoot", "seccompProfile", "seLinuxOptions", "appArmorProfile" })
            context[forbidden].ShouldBeNull($"{name}: {forbidden}");
        context["capabilities"]!["add"].ShouldBeNull(name);
        (container["ports"] as JsonArray ?? []).ShouldAllBe(p => p!["hostPort"] == null, name);
        foreach (var probe in new[] { "livenessProbe", "readinessProbe", "startupProbe" })
            container[probe]?["httpGet"]?["host"].ShouldBeNull($"{name}: {probe}");
        foreach (var part in new[] { "requests", "limits" })
        {
            container["resources"]?[part]?["cpu"].ShouldNotBeNull($"{name}: {part}");
            container["resources"]?[part]?["memory"].ShouldNotBeNull($"{name}: {part}");
        }
    }
}
