using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace ClusterAddons.Cluster;

/// <summary>Watches one collection line by line with the credentials of the local cluster's kubeconfig.</summary>
internal sealed partial class ApiStream : IDisposable
{
    private readonly HttpClient _http;

    public ApiStream(string kubeconfig)
    {
        var text = File.ReadAllText(kubeconfig);
        var authority = X509Certificate2.CreateFromPem(Data(text, "certificate-authority-data"));
        var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true };
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            ClientCertificates = [X509Certificate2.CreateFromPem(Data(text, "client-certificate-data"), Data(text, "client-key-data"))],
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { authority }, RevocationMode = X509RevocationMode.NoCheck,
            },
        };
        _http = new HttpClient(handler) { BaseAddress = new Uri(Field(text, "server")), Timeout = Timeout.InfiniteTimeSpan };
    }

    public Task<string> ListAsync(string path, CancellationToken cancellationToken) => _http.GetStringAsync(path, cancellationToken);

    /// <summary>One JSON event per line, until the server ends it.</summary>
    public async IAsyncEnumerable<string> WatchAsync(string path, string version, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = await _http.GetStreamAsync($"{path}?watch=1&timeoutSeconds=3600&resourceVersion={version}", cancellationToken);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
            yield return line;
    }

    public void Dispose() => _http.Dispose();

    private static string Data(string text, string name) => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(Field(text, name)));

    private static string Field(string text, string name) => FieldPattern().Matches(text).First(match => match.Groups["name"].Value == name).Groups["value"].Value;

    [GeneratedRegex(@"^\s*(?<name>[a-z-]+): (?<value>\S+)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FieldPattern();
}
