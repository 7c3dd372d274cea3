using System.Net;
using k8s.Models;

namespace ClusterAddons.Policies;

/// <summary>NetworkPolicy objects to address and port rules per pod. Policies add up: one that selects a pod closes it, each opens what it lists.</summary>
internal sealed class PolicyCompiler(PolicyWorld world)
{
    public IReadOnlyList<PodRules> Compile() => [.. world.Pods.Select(Compile)];

    private PodRules Compile(PodEndpoint pod)
    {
        var selecting = world.Policies
            .Where(policy => policy.Metadata.NamespaceProperty == pod.Namespace && policy.Spec is not null && policy.Spec.PodSelector.Matches(pod.Labels))
            .ToList();
        var ingress = selecting.Where(policy => Restricts(policy, "Ingress")).ToList();
        var egress = selecting.Where(policy => Restricts(policy, "Egress")).ToList();
        return new PodRules(
            pod,
            ingress.Count == 0 ? null : [.. ingress.SelectMany(policy => Ingress(policy, pod))],
            egress.Count == 0 ? null : [.. egress.SelectMany(Egress)]);
    }

    // The API server fills policyTypes in; without them every policy is about ingress, and about egress if it lists any.
    private static bool Restricts(V1NetworkPolicy policy, string direction) =>
        policy.Spec!.PolicyTypes is { Count: > 0 } types ? types.Contains(direction)
        : direction == "Ingress" || policy.Spec.Egress is { Count: > 0 };

    private IEnumerable<AllowRule> Ingress(V1NetworkPolicy policy, PodEndpoint pod) =>
        from rule in policy.Spec!.Ingress ?? []
        let ports = PortRanges(rule.Ports, [pod])
        from remote in Remotes(rule.FromProperty, policy.Metadata.NamespaceProperty!)
        select new AllowRule(remote, ports);

    private IEnumerable<AllowRule> Egress(V1NetworkPolicy policy)
    {
        foreach (var rule in policy.Spec!.Egress ?? [])
        {
            var remotes = Remotes(rule.To, policy.Metadata.NamespaceProperty!).ToList();
            var numbered = rule.Ports?.Where(port => !IsNamed(port)).ToList();
            if (numbered is not { Count: 0 } || rule.Ports is { Count: 0 })
            {
                foreach (var remote in remotes)
                    yield return new AllowRule(remote, PortRanges(numbered, []));
            }

            // A named port is another number on each receiving pod.
            var named = rule.Ports?.Where(IsNamed).ToList() ?? [];
            if (named.Count == 0)
                continue;
            foreach (var peer in world.Pods.Where(peer => remotes.Any(remote => Contains(remote, peer.Address))))
                yield return new AllowRule(new Remote.Addresses([peer.Address]), PortRanges(named, [peer]));
        }
    }

    private IEnumerable<Remote> Remotes(IList<V1NetworkPolicyPeer>? peers, string ownNamespace)
    {
        // An absent or empty list means anybody, an object nobody wrote down included.
        if (peers is not { Count: > 0 })
            return [new Remote.Anyone()];
        return peers.Select(peer => peer.IpBlock is { } block ? FromBlock(block) : FromSelectors(peer, ownNamespace)).OfType<Remote>();
    }

    private Remote FromSelectors(V1NetworkPolicyPeer peer, string ownNamespace) => new Remote.Addresses(
    [
        .. from pod in world.Pods
           where peer.NamespaceSelector is { } selector
               ? world.Namespaces.TryGetValue(pod.Namespace, out var labels) && selector.Matches(labels)
               : pod.Namespace == ownNamespace
           where peer.PodSelector is null || peer.PodSelector.Matches(pod.Labels)
           select pod.Address
    ]);

    // The test cluster has IPv4 only: a block of another family opens nothing.
    private static Remote.Block? FromBlock(V1IPBlock block) =>
        IPNetwork.TryParse(block.Cidr, out var network) && network.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
            ? new Remote.Block(network, [.. (block.Except ?? []).Select(hole => IPNetwork.Parse(hole))])
            : null;

    private static bool Contains(Remote remote, IPAddress address) => remote switch
    {
        Remote.Anyone => true,
        Remote.Addresses addresses => addresses.Members.Contains(address),
        Remote.Block block => block.Network.Contains(address) && !block.Except.Any(hole => hole.Contains(address)),
        _ => false,
    };

    private static bool IsNamed(V1NetworkPolicyPort port) => port.Port?.Value is { } value && !int.TryParse(value, out _);

    private static List<PortRange>? PortRanges(IEnumerable<V1NetworkPolicyPort>? ports, IReadOnlyList<PodEndpoint> receivers)
    {
        var list = ports?.ToList();
        return list is not { Count: > 0 } ? null : [.. list.SelectMany(port => Ranges(port, receivers)).Distinct()];
    }

    private static IEnumerable<PortRange> Ranges(V1NetworkPolicyPort port, IReadOnlyList<PodEndpoint> receivers)
    {
        var protocol = port.Protocol ?? "TCP";
        if (port.Port?.Value is not { } value)
            return [PortRange.All(protocol)];
        if (int.TryParse(value, out var number))
            return [new PortRange(protocol, number, number)];
        return from receiver in receivers
               from named in receiver.Ports
               where named.Name == value && named.Protocol == protocol
               select new PortRange(protocol, named.Number, named.Number);
    }
}
