namespace McpTenants.Cli.Doctor.Checks;

/// <summary>What will a client's TLS say?</summary>
internal static class CertificateCheck
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    public static Finding Of(ClusterFacts facts)
    {
        if (facts.Edge.Value is not { } edge)
            return facts.Edge.Unknown("certificate");
        if (edge.NotAfter < facts.Now)
            return new("certificate", Verdict.Failed, $"that of {edge.Host} ended on {edge.NotAfter:u}", "renew the wildcard certificate at the edge");
        if (!edge.NameMatches)
            return new("certificate", Verdict.Failed, $"the edge presents one that is not for {edge.Host}", "give the edge a wildcard certificate of the base domain (ingress.tlsSecretName or gateway.tls.secretNames of the chart)");
        if (edge.NotAfter < facts.Now + Soon)
            return new("certificate", Verdict.Warning, $"that of {edge.Host} ends on {edge.NotAfter:u}", "renew it");
        return edge.Trusted
            ? new("certificate", Verdict.Ok, $"{edge.Host} until {edge.NotAfter:yyyy-MM-dd}")
            : new("certificate", Verdict.Warning, $"this machine does not trust the issuer of {edge.Host}'s", "clients need that authority, unless it is in their system's store");
    }
}
