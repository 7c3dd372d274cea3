using McpTenants.Api;
using McpTenants.Api.Values;

namespace McpTenants.Operator.Check.Policies;

/// <summary>What a tenant may ask of a vault. Whether its binding lists it is not judged here: the binding may come later than the tenant.</summary>
internal static class VaultSecretsPolicy
{
    private static readonly TimeSpan LongestInterval = TimeSpan.FromHours(24);
    private static readonly TimeSpan LongestGrace = TimeSpan.FromDays(30);

    internal static IEnumerable<Violation> Check(KeyVaultSpec? vault, TenantCheckInput input)
    {
        const string Field = "spec.secrets.keyVault";
        if (vault is null)
            return [Error(Field, "provider KeyVault needs it", "set binding and items")];
        return
        [
            .. Names.IsObjectName(vault.Binding) ? (Violation[])[] : [Error(Field + ".binding", $"'{Names.Shown(vault.Binding)}' is not the name of a McpVaultBinding", "use lower-case letters, digits, '-' and '.'")],
            .. Times(vault, Field, input),
            .. vault.Items is { Count: > 0 } ? vault.Items.SelectMany((item, i) => Item(item, $"{Field}.items[{i}]")) : [Error(Field + ".items", "it is empty", "name at least one secret")],
            .. Twice(vault, Field),
        ];
    }

    private static IEnumerable<Violation> Times(KeyVaultSpec vault, string field, TenantCheckInput input)
    {
        var least = input.Platform.MinSecretRefresh;
        if (vault.RefreshInterval is { } interval && !(GoDuration.TryParse(interval, out var every) && every >= least && every <= LongestInterval))
            yield return Error(field + ".refreshInterval", $"'{Names.Shown(interval)}' is not a duration from {GoDuration.Format(least)} to {GoDuration.Format(LongestInterval)}", "write one such as 10m");
        if (vault.RotationGrace is { } text && !(GoDuration.TryParse(text, out var grace) && grace <= LongestGrace))
            yield return Error(field + ".rotationGrace", $"'{Names.Shown(text)}' is not a duration up to {GoDuration.Format(LongestGrace)}", "write one such as 1h, or 0s for none");
        var refresh = EffectiveVault.Of(new SecretsSpec { Provider = SecretProvider.KeyVault, KeyVault = vault })!.RefreshInterval;
        if (vault.MaxStaleness is { } age && !(GoDuration.TryParse(age, out var most) && most >= refresh))
            yield return Error(field + ".maxStaleness", $"'{Names.Shown(age)}' is not a duration of at least the refresh interval, {GoDuration.Format(refresh)}", "write a longer one");
    }

    private static IEnumerable<Violation> Item(KeyVaultItem item, string field)
    {
        if (item.Secret.Length is 0 or > 127 || !item.Secret.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            yield return Error(field + ".secret", $"'{Names.Shown(item.Secret)}' is not the name of a secret", "use letters, digits and '-', at most 127");
        if (item.Version is { Length: > 0 } version && !(version.Length == 32 && version.All(char.IsAsciiHexDigitLower)))
            yield return Error(field + ".version", $"'{Names.Shown(version)}' is not a version", "write the 32 hexadecimal digits, or leave it out for the newest");
        if (item.File is not { Length: > 0 } file)
            yield break;
        if (file.Length > 240 || file[0] == '.' || !file.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            yield return Error(field + ".file", $"'{Names.Shown(file)}' is not a file name", "use letters, digits, '-', '_' and '.', at most 240");
        else if (file.EndsWith(EffectiveVault.PreviousSuffix, StringComparison.OrdinalIgnoreCase))
            yield return Error(field + ".file", $"names ending in {EffectiveVault.PreviousSuffix} are for the values before a rotation", "choose another name");
    }

    private static IEnumerable<Violation> Twice(KeyVaultSpec vault, string field) =>
        from file in vault.Items.Select(item => item.File is { Length: > 0 } name ? name : item.Secret).GroupBy(name => name, StringComparer.Ordinal)
        where file.Count() > 1
        select Error(field + ".items", $"two secrets become the file '{Names.Shown(file.Key)}'", "give each its own file");

    private static Violation Error(string field, string problem, string remedy) => Violation.Of(Reasons.InvalidSecrets, field, problem, remedy);
}
