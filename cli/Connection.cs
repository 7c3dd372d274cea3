using System.CommandLine;
using k8s;
using KubeOps.KubernetesClient;
using McpTenants.Api;

namespace McpTenants.Cli;

/// <summary>The two options by which kubectl plugins find their cluster.</summary>
internal sealed class Connection
{
    /// <summary>Under which the fields appear that commands write.</summary>
    public const string FieldManager = "kubectl-mcpt";

    private readonly Option<string?> kubeconfig = new("--kubeconfig") { Description = "kubeconfig file; default: KUBECONFIG, then ~/.kube/config" };
    private readonly Option<string?> context = new("--context") { Description = "context of the kubeconfig; default: its current one" };

    public void AddTo(Command command)
    {
        command.Add(kubeconfig);
        command.Add(context);
    }

    public KubernetesClient Open(ParseResult arguments)
    {
        KubernetesJson.AddResolver(ApiJsonContext.Default);
        return new KubernetesClient(KubernetesClientConfiguration.BuildConfigFromConfigFile(arguments.GetValue(kubeconfig), arguments.GetValue(context)));
    }
}
