namespace McpTenants.Cli.Doctor.Checks;

/// <summary>Have operator and gateway the rights they need, and none that would make a break-in worse?</summary>
internal static class RightsCheck
{
    public static IEnumerable<Finding> Of(ClusterFacts facts)
    {
        if (facts.Rights.Value is not { } rights)
            return [facts.Rights.Unknown("rights")];
        var missing = rights.Where(r => r.Needed && !r.Allowed)
            .Select(r => new Finding("rights", Verdict.Failed, $"the {r.Who} may not {r.What}", "helm upgrade restores the chart's roles; find out who changed them"));
        var surplus = rights.Where(r => !r.Needed && r.Allowed)
            .Select(r => new Finding("rights", Verdict.Warning, $"the {r.Who} may {r.What}, which it never needs", "remove the binding that gives it more than the chart does"));
        Finding[] found = [.. missing, .. surplus];
        return found.Length > 0 ? found : [new("rights", Verdict.Ok, $"{rights.Count(r => r.Needed)} needed and given, {rights.Count(r => !r.Needed)} not needed and not given")];
    }
}
