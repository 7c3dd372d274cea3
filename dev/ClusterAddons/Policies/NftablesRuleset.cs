using System.Globalization;
using System.Net;
using System.Text;

namespace ClusterAddons.Policies;

/// <summary>
/// The packet filter of one node as text for <c>nft -f</c>, which swaps it in as one transaction. Each node filters for its own pods:
/// what they send when it comes from them, what they get when it goes to them. A pod address that is not known is closed both ways,
/// so a pod is never open before its policies are in force. The node itself always reaches its pods (kubelet probes): its packets pass the output
/// hook, where nothing is filtered. Established connections survive a policy that would no longer allow them.
/// </summary>
internal static class NftablesRuleset
{
    public static string Write(NodeNetwork node, IReadOnlyList<PodRules> allPods)
    {
        var local = allPods.Where(rules => node.Pods.Contains(rules.Pod.Address)).OrderBy(rules => rules.Pod.ToString(), StringComparer.Ordinal).ToList();
        var text = new StringBuilder();

        // Declaring it first lets "delete" work when there is none yet.
        text.Append("table inet mcpt\ndelete table inet mcpt\ntable inet mcpt {\n");
        Set(text, "known", local.Select(rules => rules.Pod.Address.ToString()));
        Set(text, "self", local.Select(rules => $"{rules.Pod.Address} . {rules.Pod.Address}"), "ipv4_addr . ipv4_addr");
        foreach (var rules in local)
        {
            Chain(text, "in", "saddr", rules.Pod, rules.Ingress);
            Chain(text, "out", "daddr", rules.Pod, rules.Egress);
        }

        Map(text, "ingress", "in", local.Where(rules => rules.Ingress is not null));
        Map(text, "egress", "out", local.Where(rules => rules.Egress is not null));
        text.Append(CultureInfo.InvariantCulture, $$"""
              chain refuse {
                meta l4proto tcp reject with tcp reset
                reject with icmpx admin-prohibited
              }
              chain forward {
                type filter hook forward priority filter; policy accept;
                ct state established,related accept
                ip saddr . ip daddr @self accept
                ip saddr {{node.Pods}} ip saddr != @known goto refuse
                ip daddr {{node.Pods}} ip daddr != @known goto refuse
                ip saddr vmap @egress
                ip daddr vmap @ingress
              }
              chain input {
                type filter hook input priority filter; policy accept;
                ct state established,related accept
                ip saddr {{node.Pods}} ip saddr != @known goto refuse
                ip saddr vmap @egress
              }
            }

            """);
        return text.ToString();
    }

    private static void Set(StringBuilder text, string name, IEnumerable<string> elements, string type = "ipv4_addr")
    {
        var list = string.Join(", ", elements);
        text.Append(CultureInfo.InvariantCulture, $"  set {name} {{ type {type};{(list.Length == 0 ? "" : $" elements = {{ {list} }};")} }}\n");
    }

    private static void Map(StringBuilder text, string name, string chain, IEnumerable<PodRules> pods)
    {
        var list = string.Join(", ", pods.Select(rules => $"{rules.Pod.Address} : jump {ChainName(chain, rules.Pod)}"));
        text.Append(CultureInfo.InvariantCulture, $"  map {name} {{ type ipv4_addr : verdict;{(list.Length == 0 ? "" : $" elements = {{ {list} }};")} }}\n");
    }

    private static void Chain(StringBuilder text, string prefix, string remoteField, PodEndpoint pod, IReadOnlyList<AllowRule>? rules)
    {
        if (rules is null)
            return;
        text.Append(CultureInfo.InvariantCulture, $"  chain {ChainName(prefix, pod)} {{ # {pod}\n");
        foreach (var line in rules.SelectMany(rule => Lines(rule, remoteField)).Distinct(StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"    {line}return\n");
        text.Append("    drop\n  }\n");
    }

    private static string ChainName(string prefix, PodEndpoint pod) => $"{prefix}_{pod.Address.ToString().Replace('.', '_')}";

    private static IEnumerable<string> Lines(AllowRule rule, string remoteField)
    {
        var remote = RemoteMatch(rule.Remote, remoteField);
        if (remote is null)
            return [];
        return rule.Ports is null ? [remote] : rule.Ports.GroupBy(port => port.Protocol, StringComparer.Ordinal).Select(group => remote + PortMatch(group));
    }

    private static string? RemoteMatch(Remote remote, string field) => remote switch
    {
        Remote.Anyone => "",
        Remote.Addresses { Members.Count: 0 } => null,
        Remote.Addresses addresses => $"ip {field} {{ {string.Join(", ", addresses.Members.Distinct())} }} ",
        Remote.Block { Except.Count: 0 } block => Network(block.Network, field),
        Remote.Block block => $"{Network(block.Network, field)}ip {field} != {{ {string.Join(", ", block.Except)} }} ",
        _ => null,
    };

    // "ip daddr 0.0.0.0/0" says nothing, but it does keep IPv6 out.
    private static string Network(IPNetwork network, string field) => $"ip {field} {network} ";

    private static string PortMatch(IGrouping<string, PortRange> ports)
    {
        var protocol = ports.Key.ToLowerInvariant();
        return ports.Any(port => port is { First: 0, Last: 65535 })
            ? $"meta l4proto {protocol} "
            : $"{protocol} dport {{ {string.Join(", ", ports.Select(port => port.First == port.Last ? $"{port.First}" : $"{port.First}-{port.Last}"))} }} ";
    }
}
