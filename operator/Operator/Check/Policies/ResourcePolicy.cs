using McpTenants.Api;
using McpTenants.Api.Values;

namespace McpTenants.Operator.Check.Policies;

/// <summary>Quantities mean what they say, and no request is above its limit.</summary>
internal static class ResourcePolicy
{
    private const string Root = "spec.instance.resources";

    internal static IEnumerable<Violation> Check(TenantCheckInput input)
    {
        var resources = input.Tenant.Spec.Instance?.Resources;
        Violation[] bad = [.. Amounts(resources, Root)];
        if (input.Tenant.Spec.Instance?.Storage?.Size is { } size && Problem("memory", size) is var (problem, remedy))
            bad = [.. bad, Violation.Of(Reasons.InvalidResources, "spec.instance.storage.size", problem, remedy)];
        if (bad.Length > 0)
            return bad;
        var tenant = Effective.Of(input.Tenant, input.Platform);
        return Order(tenant.Requests, tenant.Limits, Root).Concat(tenant.Sidecars.SelectMany((sidecar, i) => Order(sidecar.Requests, sidecar.Limits, $"spec.instance.servers[{i}].resources")));
    }

    /// <summary>Whether the amounts of a container can be read.</summary>
    internal static IEnumerable<Violation> Amounts(ResourcesSpec? resources, string root) =>
        [.. Amounts(resources?.Requests, root + ".requests"), .. Amounts(resources?.Limits, root + ".limits")];

    private static IEnumerable<Violation> Amounts(ResourceAmounts? amounts, string field) =>
        from amount in new[] { ("cpu", amounts?.Cpu), ("memory", amounts?.Memory), ("ephemeral-storage", amounts?.EphemeralStorage) }
        let problem = amount.Item2 is { } text ? Problem(amount.Item1, text) : null
        where problem is not null
        select Violation.Of(Reasons.InvalidResources, $"{field}.{amount.Item1}", problem.Value.Problem, problem.Value.Remedy);

    private static (string Problem, string Remedy)? Problem(string kind, string text)
    {
        if (!Quantity.TryParse(text, out var amount))
            return ($"'{Names.Shown(text)}' is not a quantity", kind == "cpu" ? "write cores such as 500m or 2" : "write bytes such as 256Mi or 1Gi");
        if (kind == "cpu")
            return amount < 0.001m ? ($"'{text}' is less than 1m", "write cores such as 500m or 2") : null;
        return amount < 1 << 20 ? ($"'{text}' is less than 1Mi", "write bytes such as 256Mi or 1Gi; the suffix m means thousandths") : null;
    }

    private static IEnumerable<Violation> Order(IReadOnlyDictionary<string, string> requests, IReadOnlyDictionary<string, string> limits, string root) =>
        from request in requests
        where limits.TryGetValue(request.Key, out var limit) && Quantity.TryParse(request.Value, out var asked) && Quantity.TryParse(limit, out var most) && asked > most
        select Violation.Of(Reasons.InvalidResources, $"{root}.requests.{request.Key}", $"the request {request.Value} is above the limit {limits[request.Key]}", "lower the request or raise the limit");
}
