using k8s.Models;

namespace McpTenants.Cli.Doctor.Checks;

/// <summary>Will somebody serve the Ingress objects that the operator makes?</summary>
internal static class IngressClassCheck
{
    private const string Default = "ingressclass.kubernetes.io/is-default-class";

    public static Finding Of(ClusterFacts facts)
    {
        if (Has(facts.Gateway.Value, "--tls-port="))
            return new("ingress", Verdict.Ok, "the gateway is its own TLS edge");
        if (facts.IngressClasses.Value is not { } classes)
            return facts.IngressClasses.Unknown("ingress");
        if (Option(facts.Operator.Value, "--ingress-class=") is { } wanted)
        {
            return classes.Any(c => c.Metadata.Name == wanted)
                ? new("ingress", Verdict.Ok, $"class {wanted}")
                : new("ingress", Verdict.Failed, $"there is no IngressClass {wanted}", "install that Ingress controller, or correct ingress.className of the chart");
        }

        return classes.Any(c => c.Metadata.Annotations?.TryGetValue(Default, out var value) == true && value == "true")
            ? new("ingress", Verdict.Ok, "the cluster has a default class")
            : new("ingress", Verdict.Warning, "no IngressClass is the default, and the chart names none", "set ingress.className of the chart, or gateway.tls.enabled=true");
    }

    private static bool Has(V1Deployment? deployment, string option) => Option(deployment, option) is not null;

    private static string? Option(V1Deployment? deployment, string option) =>
        deployment?.Spec?.Template.Spec?.Containers.SelectMany(c => c.Args ?? []).FirstOrDefault(a => a.StartsWith(option, StringComparison.Ordinal))?[option.Length..];
}
