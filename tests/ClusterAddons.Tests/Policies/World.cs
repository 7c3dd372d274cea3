using System.Net;
using ClusterAddons.Policies;
using k8s.Models;

namespace ClusterAddons.Tests.Policies;

/// <summary>A cluster with two namespaces, a and b, and two pods in each; policies are added per test.</summary>
internal static class World
{
    public static readonly NodeNetwork Node = new("node-1", IPNetwork.Parse("10.89.1.0/24"));

    private static readonly NamedPort Http = new("http", "TCP", 8080);

    public static readonly PodEndpoint WebInA = Pod("a", "web", "10.89.1.2", Http);
    public static readonly PodEndpoint ClientInA = Pod("a", "client", "10.89.1.3");
    public static readonly PodEndpoint WebInB = Pod("b", "web", "10.89.1.4", new NamedPort("http", "TCP", 9090));
    public static readonly PodEndpoint ClientInB = Pod("b", "client", "10.89.2.5");

    public static PolicyWorld With(params V1NetworkPolicy[] policies) => new()
    {
        Pods = [WebInA, ClientInA, WebInB, ClientInB],
        Namespaces = new Dictionary<string, IDictionary<string, string>>(StringComparer.Ordinal)
        {
            ["a"] = Labels(("team", "a")),
            ["b"] = Labels(("team", "b")),
        },
        Policies = policies,
    };

    public static V1NetworkPolicy Policy(string ns, V1NetworkPolicySpec spec) =>
        new() { Metadata = new V1ObjectMeta { Name = "policy", NamespaceProperty = ns }, Spec = spec };

    public static PodRules RulesOf(PodEndpoint pod, params V1NetworkPolicy[] policies) =>
        new PolicyCompiler(With(policies)).Compile().Single(rules => rules.Pod == pod);

    public static V1LabelSelector Selecting(string key, string value) => new() { MatchLabels = new Dictionary<string, string>(StringComparer.Ordinal) { [key] = value } };

    private static PodEndpoint Pod(string ns, string name, string address, params NamedPort[] ports) =>
        new(ns, name, IPAddress.Parse(address), Labels(("app", name)), ports);

    private static Dictionary<string, string> Labels(params (string Key, string Value)[] labels) => labels.ToDictionary(label => label.Key, label => label.Value, StringComparer.Ordinal);
}
