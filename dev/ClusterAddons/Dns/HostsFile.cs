using System.Text;
using k8s.Models;

namespace ClusterAddons.Dns;

/// <summary>Services as a hosts file: what cluster DNS would answer for A queries.</summary>
internal static class HostsFile
{
    public const string Domain = "svc.cluster.local";

    public static string Write(IEnumerable<V1Service> services, IEnumerable<V1Endpoints> endpoints)
    {
        var addresses = endpoints.ToDictionary(item => (item.Metadata.NamespaceProperty, item.Metadata.Name), item => item);
        var lines = services.SelectMany(service => Lines(service, addresses.GetValueOrDefault((service.Metadata.NamespaceProperty, service.Metadata.Name))));
        return lines.Order(StringComparer.Ordinal).Aggregate(new StringBuilder(), (text, line) => text.Append(line).Append('\n')).ToString();
    }

    private static IEnumerable<string> Lines(V1Service service, V1Endpoints? endpoints)
    {
        var name = $"{service.Metadata.Name}.{service.Metadata.NamespaceProperty}.{Domain}";
        return service.Spec?.ClusterIP switch
        {
            null or "" => [],
            // Headless: the pods themselves, and each one that has a host name under the service's name.
            "None" => Headless(name, endpoints),
            var address => [$"{address} {name}"],
        };
    }

    private static IEnumerable<string> Headless(string name, V1Endpoints? endpoints) =>
        from subset in endpoints?.Subsets ?? []
        from address in subset.Addresses ?? []
        select string.IsNullOrEmpty(address.Hostname) ? $"{address.Ip} {name}" : $"{address.Ip} {name} {address.Hostname}.{name}";
}
