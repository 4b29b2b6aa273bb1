// Bouncy Castle's opinion of what certhall makes. See bc.sh for its use.

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Security;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Date;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CRLEntryHolder;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.util.io.pem.PemReader;

public final class BcVerifier {
  private static final long CLOCK_SKEW_MS = 5 * 60 * 1000;

  /** What is wrong with the thing looked at. */
  private static final class Refusal extends Exception {
    Refusal(String reason) {
      super(reason);
    }
  }

  private static void require(boolean holds, String otherwise) throws Refusal {
    if (!holds) {
      throw new Refusal(otherwise);
    }
  }

  public static void main(String[] arguments) throws Exception {
    Security.addProvider(new BouncyCastleProvider());
    if (arguments.length == 1 && arguments[0].equals("batch")) {
      System.exit(batch() ? 0 : 1);
    }
    try {
      System.out.println(judge(arguments));
    } catch (Exception refusal) {
      System.out.println("refused: " + reason(refusal));
      System.exit(1);
    }
  }

  private static String reason(Exception refusal) {
    return refusal instanceof Refusal ? refusal.getMessage() : refusal.toString();
  }

  /** Lines "accept COMMAND…" and "refuse COMMAND…" from standard input; one line out for each. */
  private static boolean batch() throws Exception {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    boolean allAsExpected = true;
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String[] words = line.trim().split("\\s+");
      String[] command = Arrays.copyOfRange(words, 1, words.length);
      boolean accepted = true;
      String why = "";
      try {
        judge(command);
      } catch (Exception refusal) {
        accepted = false;
        why = " (" + reason(refusal).lines().findFirst().orElse("") + ")";
      }
      boolean asExpected = accepted == words[0].equals("accept");
      allAsExpected &= asExpected;
      System.out.println((asExpected ? "passed  " : "FAILED  ") + line + why);
    }
    return allAsExpected;
  }

  private static String judge(String[] a) throws Exception {
    switch (a[0]) {
      case "cert":
        return certificate(Arrays.copyOfRange(a, 1, a.length));
      case "crl":
        return list(a[1], a[2], a.length > 3 ? a[3] : null, a.length > 4 ? a[4] : null);
      case "ocsp":
        return answer(a[1], a[2], a[3], a[4]);
      case "request":
        return request(a[1]);
      case "signature":
        return signature(a[1], a[2], a[3]);
      case "pair":
        return pair(a[1], a[2]);
      case "decrypt":
        return decrypt(a[1], a[2], a[3]);
      case "envelope":
        return envelope(a[1], a[2], a[3]);
      default:
        throw new Refusal("unknown command " + a[0]);
    }
  }

  // What the commands stand for.

  private static String certificate(String[] files) throws Exception {
    X509CertificateHolder[] chain = new X509CertificateHolder[files.length];
    for (int i = 0; i < files.length; ++i) {
      chain[i] = readCertificate(files[i]);
    }
    for (int i = 0; i < chain.length; ++i) {
      X509CertificateHolder issuer = chain[Math.min(i + 1, chain.length - 1)];
      requireIssuedBy(chain[i], issuer);
    }
    return "accepted: " + chain[0].getSubject();
  }

  private static String list(String file, String issuerFile, String subject, String expected)
      throws Exception {
    X509CRLHolder list = new X509CRLHolder(read(file));
    X509CertificateHolder issuer = readCertificate(issuerFile);
    require(list.getIssuer().equals(issuer.getSubject()), "another issuer");
    requireUsage(issuer, KeyUsage.cRLSign);
    require(list.isSignatureValid(verifier(issuer)), "signature of the list");
    require(!list.getThisUpdate().after(soon()), "not yet valid");
    require(list.getNextUpdate() != null && list.getNextUpdate().after(new Date()), "stale");
    if (subject == null) {
      return "accepted: " + list.getRevokedCertificates().size() + " entries";
    }
    X509CRLEntryHolder entry = list.getRevokedCertificate(serial(subject));
    String status = entry == null ? "good" : "revoked";
    require(status.equals(expected), "says " + status);
    return "accepted: " + status;
  }

  private static String answer(String file, String subject, String issuerFile, String expected)
      throws Exception {
    OCSPResp response = new OCSPResp(read(file));
    require(response.getStatus() == OCSPResp.SUCCESSFUL, "error " + response.getStatus());
    BasicOCSPResp basic = (BasicOCSPResp) response.getResponseObject();
    X509CertificateHolder issuer = readCertificate(issuerFile);
    X509CertificateHolder responder = responder(basic, issuer);
    require(basic.isSignatureValid(verifier(responder)), "signature of the answer");
    require(basic.getResponses().length == 1, "number of answers");
    SingleResp single = basic.getResponses()[0];
    require(single.getCertID().getSerialNumber().equals(serial(subject)), "another serial");
    require(
        single.getCertID().matchesIssuer(
            issuer, new JcaDigestCalculatorProviderBuilder().setProvider("BC").build()),
        "another issuer");
    require(!single.getThisUpdate().after(soon()), "not yet valid");
    require(single.getNextUpdate() != null && single.getNextUpdate().after(new Date()), "stale");
    require(status(single).equals(expected), "says " + status(single));
    return "accepted: " + expected;
  }

  private static X509CertificateHolder responder(BasicOCSPResp basic, X509CertificateHolder issuer)
      throws Exception {
    require(basic.getCerts().length == 1, "number of certificates");
    X509CertificateHolder responder = basic.getCerts()[0];
    require(
        Arrays.equals(
            basic.getResponderId().toASN1Primitive().getKeyHash(), sha1OfKey(responder)),
        "another responder");
    if (!responder.equals(issuer)) {
      requireIssuedBy(responder, issuer);
      ExtendedKeyUsage purposes = ExtendedKeyUsage.fromExtensions(responder.getExtensions());
      require(
          purposes != null && purposes.hasKeyPurposeId(KeyPurposeId.id_kp_OCSPSigning),
          "a responder without the authority's leave");
    }
    return responder;
  }

  private static byte[] sha1OfKey(X509CertificateHolder certificate) throws Exception {
    return java.security.MessageDigest.getInstance("SHA-1")
        .digest(certificate.getSubjectPublicKeyInfo().getPublicKeyData().getBytes());
  }

  private static String status(SingleResp single) {
    if (single.getCertStatus() == CertificateStatus.GOOD) {
      return "good";
    }
    return single.getCertStatus() instanceof RevokedStatus ? "revoked" : "unknown";
  }

  private static String request(String file) throws Exception {
    PKCS10CertificationRequest request = new PKCS10CertificationRequest(read(file));
    require(
        request.isSignatureValid(verifier(request.getSubjectPublicKeyInfo())),
        "signature of the request");
    return "accepted: " + request.getSubject();
  }

  private static String signature(String certificateFile, String messageFile, String signatureFile)
      throws Exception {
    SubjectPublicKeyInfo key = readCertificate(certificateFile).getSubjectPublicKeyInfo();
    Signature verifier = Signature.getInstance(signatureName(key), "BC");
    verifier.initVerify(new JcaPEMKeyConverter().setProvider("BC").getPublicKey(key));
    verifier.update(read(messageFile));
    require(verifier.verify(read(signatureFile)), "signature");
    return "accepted";
  }

  private static String pair(String keyFile, String certificateFile) throws Exception {
    SubjectPublicKeyInfo key = readCertificate(certificateFile).getSubjectPublicKeyInfo();
    byte[] message = "whose key is this".getBytes(StandardCharsets.UTF_8);
    PrivateKey privateKey =
        KeyFactory.getInstance(isRsa(key) ? "RSA" : "EC", "BC")
            .generatePrivate(new PKCS8EncodedKeySpec(read(keyFile)));
    Signature signer = Signature.getInstance(signatureName(key), "BC");
    signer.initSign(privateKey);
    signer.update(message);
    byte[] signed = signer.sign();
    Signature verifier = Signature.getInstance(signatureName(key), "BC");
    verifier.initVerify(new JcaPEMKeyConverter().setProvider("BC").getPublicKey(key));
    verifier.update(message);
    require(verifier.verify(signed), "the private key is not that of the certificate");
    return "accepted";
  }

  private static String decrypt(String keyFile, String cipherFile, String plainFile)
      throws Exception {
    byte[] plain = sm2Decrypt(keyFile, ASN1Sequence.getInstance(read(cipherFile)));
    require(Arrays.equals(plain, read(plainFile)), "another text");
    return "accepted";
  }

  /** GB/T 35276-2017 7.4. */
  private static String envelope(String file, String keyFile, String certificateFile)
      throws Exception {
    ASN1Sequence envelope = ASN1Sequence.getInstance(read(file));
    byte[] sm4Key = sm2Decrypt(keyFile, ASN1Sequence.getInstance(envelope.getObjectAt(1)));
    Cipher cipher = Cipher.getInstance("SM4/ECB/NoPadding", "BC");
    cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(sm4Key, "SM4"));
    byte[] sealed = ASN1BitString.getInstance(envelope.getObjectAt(3)).getOctets();
    BigInteger number = new BigInteger(1, cipher.doFinal(sealed));
    ECPublicKeyParameters key =
        (ECPublicKeyParameters)
            PublicKeyFactory.createKey(readCertificate(certificateFile).getSubjectPublicKeyInfo());
    ECPoint point = key.getParameters().getG().multiply(number).normalize();
    require(point.equals(key.getQ()), "the key inside is not that of the certificate");
    byte[] written = ASN1BitString.getInstance(envelope.getObjectAt(2)).getOctets();
    require(Arrays.equals(point.getEncoded(false), written), "another public key is written");
    return "accepted";
  }

  // Their parts.

  private static byte[] sm2Decrypt(String keyFile, ASN1Sequence cipher) throws Exception {
    ECPrivateKeyParameters key =
        (ECPrivateKeyParameters) PrivateKeyFactory.createKey(read(keyFile));
    ECPoint point =
        key.getParameters()
            .getCurve()
            .validatePoint(
                ASN1Integer.getInstance(cipher.getObjectAt(0)).getValue(),
                ASN1Integer.getInstance(cipher.getObjectAt(1)).getValue());
    byte[] raw =
        org.bouncycastle.util.Arrays.concatenate(
            point.getEncoded(false),
            ASN1OctetString.getInstance(cipher.getObjectAt(2)).getOctets(),
            ASN1OctetString.getInstance(cipher.getObjectAt(3)).getOctets());
    SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
    engine.init(false, key);
    return engine.processBlock(raw, 0, raw.length);
  }

  private static boolean isRsa(SubjectPublicKeyInfo key) {
    return key.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption);
  }

  private static String signatureName(SubjectPublicKeyInfo key) {
    if (isRsa(key)) {
      return "SHA256WITHRSA";
    }
    boolean isSm2 =
        key.getAlgorithm().getParameters().toString().equals("1.2.156.10197.1.301");
    return isSm2 ? "SM3WITHSM2" : "SHA256WITHECDSA";
  }

  private static void requireIssuedBy(X509CertificateHolder subject, X509CertificateHolder issuer)
      throws Exception {
    String name = subject.getSubject().toString();
    require(subject.getIssuer().equals(issuer.getSubject()), "issuer of " + name);
    BasicConstraints constraints = BasicConstraints.fromExtensions(issuer.getExtensions());
    require(constraints != null && constraints.isCA(), "issuer of " + name + " is no authority");
    requireUsage(issuer, KeyUsage.keyCertSign);
    require(subject.isValidOn(new Date()), "validity of " + name);
    require(subject.isSignatureValid(verifier(issuer)), "signature of " + name);
  }

  private static void requireUsage(X509CertificateHolder certificate, int usage) throws Refusal {
    Extension extension = certificate.getExtension(Extension.keyUsage);
    require(
        extension != null && KeyUsage.getInstance(extension.getParsedValue()).hasUsages(usage),
        "key usage of " + certificate.getSubject());
  }

  private static ContentVerifierProvider verifier(X509CertificateHolder signer) throws Exception {
    return new JcaContentVerifierProviderBuilder().setProvider("BC").build(signer);
  }

  private static ContentVerifierProvider verifier(SubjectPublicKeyInfo key) throws Exception {
    return new JcaContentVerifierProviderBuilder().setProvider("BC").build(key);
  }

  private static Date soon() {
    return new Date(System.currentTimeMillis() + CLOCK_SKEW_MS);
  }

  /** "serial:HEX" or a certificate's file. */
  private static BigInteger serial(String subject) throws Exception {
    return subject.startsWith("serial:")
        ? new BigInteger(subject.substring("serial:".length()), 16)
        : readCertificate(subject).getSerialNumber();
  }

  private static X509CertificateHolder readCertificate(String file) throws Exception {
    return new X509CertificateHolder(read(file));
  }

  /** DER, also out of PEM. */
  private static byte[] read(String file) throws Exception {
    byte[] bytes = Files.readAllBytes(Path.of(file));
    if (bytes.length == 0 || bytes[0] != '-') {
      return bytes;
    }
    try (PemReader reader =
        new PemReader(new InputStreamReader(new ByteArrayInputStream(bytes)))) {
      return reader.readPemObject().getContent();
    }
  }
}
