using System.Text;
using McpTenants.Instance.Tools;

namespace McpTenants.Instance.Connectors.Credentials;

/// <summary>A credential that is in files as it is: bearer token, key in a header, user name and password.</summary>
internal sealed class FixedCredential(string name, Func<SecretHeader> read) : ICredential
{
    public static FixedCredential Bearer(SecretFiles files, string file) => new(file, () =>
    {
        var token = files.Read(file);
        return new SecretHeader("Authorization", "Bearer " + token, token);
    });

    public static FixedCredential Header(SecretFiles files, string file, string name) => new(file, () =>
    {
        var key = files.Read(file);
        return new SecretHeader(name, key, key);
    });

    public static FixedCredential Basic(SecretFiles files, string userFile, string passwordFile) => new(passwordFile, () =>
    {
        var (user, password) = (files.Read(userFile), files.Read(passwordFile));
        return new SecretHeader("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")), password);
    });

    public string Name => name;

    public Task<SecretHeader> GetAsync(CallOrigin origin, CancellationToken cancellationToken) => Task.FromResult(read());

    // A file that was replaced between reading and answering gives another one at once.
    public bool TryRenew(SecretHeader refused) => read().Value != refused.Value;
}
