/** Names for the shapes of `schema.d.ts`, which openapi-typescript generates from the API's own document. */

import type { components } from './schema';

type Schemas = components['schemas'];

export type Health = Schemas['HealthBody'];
export type Ciclos = Schemas['CiclosBody'];
export type Ciclo = Ciclos['ciclos'][number];
export type Baterias = Schemas['BateriasBody'];
export type Bateria = Baterias['baterias'][number];
export type Total = Baterias['total'];
export type Usuarios = Schemas['UsuariosBody'];
export type Usuario = Usuarios['usuarios'][number];
export type Consumo = Schemas['ConsumoBody'];
export type Prediccion = Consumo['predicciones'][number];
export type Problema = Schemas['Problema'];
export type Ficha = Schemas['FichaBody'];

export type Hallazgos = Schemas['HallazgosBody'];
export type Hallazgo = Schemas['QueuedHallazgo'];
export type Propuesta = Schemas['PropuestaRecord'];
export type DecisionOrder = Schemas['DecisionOrder'];
export type DecisionTipo = DecisionOrder['tipo'];
export type DecisionesOrder = Schemas['DecisionesOrder'];
export type Regla = Schemas['Regla'];
export type Simulacion = Schemas['SimulacionBody'];
export type Decisiones = Schemas['DecisionesBody'];
export type Decision = Schemas['ListedDecision'];
export type Balance = Schemas['BalanceBody'];
export type Variacion = Schemas['VariacionBody'];
export type Pronosticos = Schemas['PronosticosBody'];
export type Desempeno = Schemas['DesempenoBody'];
export type Importacion = Schemas['ImportacionBody'];
export type Importaciones = Schemas['ImportacionesBody'];
export type Resultado = NonNullable<Importacion['resultado']>;
export type Versiones = Schemas['VersionesBody'];
export type Version = Versiones['versiones'][number];
export type Diferencias = Schemas['DiferenciasBody'];
export type Diferencia = Diferencias['diferencias'][number];
export type Estimaciones = Schemas['EstimacionesBody'];
export type Estimacion = Estimaciones['estimaciones'][number];
