import { z } from "zod";
import { idIn } from "../../../platform/ids.ts";

export const invoiceParams = z.strictObject({ invoiceId: idIn("inv") });
export const paymentParams = z.strictObject({ paymentId: idIn("pay") });
