using k8s;

namespace Kubernetes.Tests.Client.Configuration;

public sealed class KubeConfigTests : IDisposable
{
    private const string Cluster = "clusters: [{name: c, cluster: {server: 'https://api.test:6443'}}]\n";
    private const string Context = "current-context: x\ncontexts: [{name: x, context: {cluster: c, user: u, namespace: home}}]\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("kubeconfig").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_TokenUser_IsComplete()
    {
        var read = Read(Cluster + Context + "users: [{name: u, user: {token: t0ken}}]");
        (read.Host, read.Namespace, read.AccessToken).ShouldBe(("https://api.test:6443", "home", "t0ken"));
    }

    [Fact]
    public void Read_ListOfFiles_FirstToNameSomethingWins()
    {
        var first = Write("first", "current-context: x\nusers: [{name: u, user: {token: first}}]");
        var second = Write("second", Cluster + Context.Replace("current-context: x", "current-context: other", StringComparison.Ordinal) + "users: [{name: u, user: {token: second}}]");
        var read = KubernetesClientConfiguration.BuildConfigFromConfigFile($"{first}{Path.PathSeparator}{second}");
        (read.AccessToken, read.Host).ShouldBe(("first", "https://api.test:6443"));
    }

    [Fact]
    public void Read_RelativePaths_AreRelativeToTheFile()
    {
        Write("token", "t");
        Read(Cluster + Context + "users: [{name: u, user: {tokenFile: token}}]").TokenFile.ShouldBe(Path.Combine(_folder, "token"));
    }

    [Fact]
    public void Read_ExecWithClusterInfo_IsNotRunButDescribed()
    {
        var plugin = Read(Cluster + Context + """
            users:
            - name: u
              user:
                exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, args: [login, "1"], env: [{name: A, value: b}], provideClusterInfo: true, interactiveMode: IfAvailable}
            """).ExecPlugin!;
        plugin.Command.ShouldBe(Path.Combine(_folder, "plugin"));
        plugin.Arguments.ShouldBe(["login", "1"]);
        plugin.Environment["A"].ShouldBe("b");
        plugin.ClusterInfo!.Server.ShouldBe("https://api.test:6443");
    }

    [Theory]
    [InlineData("users: []", "contexts[x].context.user: there is no 'u' under users")]
    [InlineData("users: [{name: u, user: {client-certificate-data: Zm9v}}]", "users[u].user.client-key-data (or client-key) is missing")]
    [InlineData("users: [{name: u, user: {client-key-data: Zm9v}}]", "users[u].user.client-certificate-data (or client-certificate) is missing")]
    [InlineData("users: [{name: u, user: {client-certificate-data: '%%', client-key-data: Zm9v}}]", "users[u].user.client-certificate-data is not base64")]
    [InlineData("users: [{name: u, user: {tokenFile: gone}}]", "users[u].user.tokenFile names a file that does not exist")]
    [InlineData("users: [{name: u, user: {auth-provider: {name: gcp}}}]", "users[u].user.auth-provider is not supported")]
    [InlineData("users: [{name: u, user: {as: root}}]", "users[u].user.as (impersonation) is not supported")]
    [InlineData("users: [{name: u, user: {exec: {command: x}}}]", "users[u].user.exec.apiVersion is missing")]
    [InlineData("users: [{name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: x}}}]", "users[u].user.exec.apiVersion is client.authentication.k8s.io/v1alpha1")]
    [InlineData("users: [{name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1}}}]", "users[u].user.exec.command is missing")]
    [InlineData("users: [{name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: x, interactiveMode: Always}}}]", "interactiveMode is Always")]
    [InlineData("users: {name: u}", "users must be a list")]
    [InlineData("users: [{name: u, user: {token: {a: b}}}]", "users[u].user.token must be text")]
    public void Read_BadUser_NamesFileAndField(string users, string expected) => ShouldFail(Cluster + Context + users, expected);

    [Theory]
    [InlineData("clusters: []", "there is no 'c' under clusters")]
    [InlineData("clusters: [{name: c, cluster: {}}]", "clusters[c].cluster.server is missing")]
    [InlineData("clusters: [{name: c, cluster: {server: 'api.test'}}]", "clusters[c].cluster.server must be an http or https URL")]
    [InlineData("clusters: [{name: c, cluster: {server: 'https://a', certificate-authority-data: Zm9v}}]", "certificate-authority-data holds no PEM certificate")]
    [InlineData("clusters: [{name: c, cluster: {server: 'https://a', insecure-skip-tls-verify: maybe}}]", "insecure-skip-tls-verify must be true or false")]
    [InlineData("clusters: [{name: c, cluster: {server: 'https://a', certificate-authority: gone}}]", "certificate-authority names a file that does not exist")]
    public void Read_BadCluster_NamesFileAndField(string clusters, string expected) => ShouldFail(clusters + "\n" + Context + "users: [{name: u, user: {}}]", expected);

    [Theory]
    [InlineData("", "current-context is missing")]
    [InlineData("current-context: gone\ncontexts: []", "there is no 'gone' under contexts")]
    [InlineData("a: [b", "not valid YAML")]
    public void Read_BadFile_NamesIt(string text, string expected) => ShouldFail(text, expected);

    [Fact]
    public void Environment_ListWithoutAnyExistingFile_IsAnErrorAndNoOtherCluster() =>
        Should.Throw<KubeConfigException>(() => KubeConfigFiles.FromEnvironment("/no/such/file", _folder)).Message.ShouldContain("/no/such/file");

    [Fact]
    public void InCluster_ReadsTheMountedFolder()
    {
        Write("token", "t");
        Write("namespace", "mcp-system\n");
        var read = InCluster.Detect("fd00::1", "443", _folder)!;
        (read.Host, read.Namespace, read.TokenFile, read.SslCaCertFile)
            .ShouldBe(("https://[fd00::1]:443", "mcp-system", Path.Combine(_folder, "token"), Path.Combine(_folder, "ca.crt")));
        InCluster.Detect(null, "443", _folder).ShouldBeNull();
        InCluster.Detect("10.0.0.1", "443", Path.Combine(_folder, "absent")).ShouldBeNull();
    }

    private void ShouldFail(string text, string expected)
    {
        var message = Should.Throw<KubeConfigException>(() => Read(text)).Message;
        message.ShouldContain(expected);
        message.ShouldContain(Path.Combine(_folder, "config"));
    }

    private KubernetesClientConfiguration Read(string text) => KubernetesClientConfiguration.BuildConfigFromConfigFile(Write("config", text));

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
