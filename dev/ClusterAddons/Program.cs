using System.CommandLine;
using ClusterAddons.Cluster;
using ClusterAddons.Edge;

var kubeconfig = new Option<string>("--kubeconfig") { Description = "access to the local cluster", Required = true };
var hosts = new Option<string>("--hosts") { Description = "hosts file that cluster DNS answers from", Required = true };
var edge = new Option<string>("--edge") { Description = "directory of nginx", Required = true };
var pki = new Option<string>("--pki") { Description = "directory with edge.crt and edge.key", Required = true };
var address = new Option<string>("--edge-address") { Description = "where clients reach nginx; published in the status of each Ingress", Required = true };
var nodes = new Option<string[]>("--node") { Description = "name=process,pod range,record directory; once per node", Required = true };
var root = new RootCommand("A test tool, not a product: NetworkPolicy to nftables, Services to DNS, Ingress to nginx for the local cluster.") { kubeconfig, hosts, edge, address, pki, nodes };

root.SetAction(async (parse, cancellation) =>
{
    using var addons = new Addons(
        new AddonsOptions(
            parse.GetRequiredValue(kubeconfig),
            parse.GetRequiredValue(hosts),
            EdgeSettings.From(parse.GetRequiredValue(edge), parse.GetRequiredValue(pki), parse.GetRequiredValue(address)),
            [.. parse.GetRequiredValue(nodes).Select(Node.Parse)]),
        Console.Out);
    await addons.RunAsync(cancellation);
});

return await root.Parse(args).InvokeAsync();
