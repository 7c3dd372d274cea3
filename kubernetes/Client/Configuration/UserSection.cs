namespace k8s;

/// <summary>The <c>user</c> part of a kubeconfig.</summary>
internal static class UserSection
{
    private static readonly string[] Refused = ["auth-provider", "as", "as-uid", "as-groups", "as-user-extra"];

    public static void Apply(KubeConfigNode user, KubernetesClientConfiguration result, KubeConfigReader.PathBase paths)
    {
        // Going on without them would act as somebody else than the file says.
        if (Array.Find(Refused, f => user[f].Exists) is { } refused)
            throw user[refused].Error(refused == "auth-provider" ? "is not supported; use an exec plugin" : "(impersonation) is not supported");

        result.AccessToken = user["token"].Text;
        result.TokenFile = paths.Resolve(user["tokenFile"]);
        result.Username = user["username"].Text;
        result.Password = user["password"].Text;
        ApplyCertificate(user, result, paths);
        if (user["exec"] is { Exists: true } exec)
            result.ExecPlugin = ExecSection.Read(exec, result, paths);
    }

    private static void ApplyCertificate(KubeConfigNode user, KubernetesClientConfiguration result, KubeConfigReader.PathBase paths)
    {
        // As kubectl: data wins over a file.
        if (user["client-certificate-data"] is { Exists: true } certificate)
            result.ClientCertificateData = Convert.ToBase64String(ClusterSection.Decode(certificate));
        else
            result.ClientCertificateFilePath = paths.Resolve(user["client-certificate"]);
        if (user["client-key-data"] is { Exists: true } key)
            result.ClientCertificateKeyData = Convert.ToBase64String(ClusterSection.Decode(key));
        else
            result.ClientKeyFilePath = paths.Resolve(user["client-key"]);
        var hasCertificate = result.ClientCertificateData is not null || result.ClientCertificateFilePath is not null;
        var hasKey = result.ClientCertificateKeyData is not null || result.ClientKeyFilePath is not null;
        if (hasCertificate && !hasKey)
            throw user["client-key-data"].Error("(or client-key) is missing beside the client certificate");
        if (hasKey && !hasCertificate)
            throw user["client-certificate-data"].Error("(or client-certificate) is missing beside the client key");
    }
}
