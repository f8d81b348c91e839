import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/auth/auth-options";

interface RouteContext {
  params: Promise<{ nextauth: string[] }>;
}

async function authenticate(request: NextRequest, context: RouteContext): Promise<Response> {
  return NextAuth(request, context, authOptions());
}

export { authenticate as GET, authenticate as POST };
